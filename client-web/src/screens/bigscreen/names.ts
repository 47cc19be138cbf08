/** More names than this cannot be read from the back of the room: then it is a number. */
export const NAMES_MAX = 12;

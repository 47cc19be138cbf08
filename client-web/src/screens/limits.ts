/** Longest texts in characters, as the server accepts them; a field warns before the server refuses. */
export const NAME_CHARS_MAX = 40;
export const TITLE_CHARS_MAX = 80;
export const REASON_CHARS_MAX = 400;
export const WORDING_CHARS_MAX = 60;
/** Largest file with a session in bytes, as the server accepts it. */
export const IMPORT_BYTES_MAX = 5 * 1024 * 1024;

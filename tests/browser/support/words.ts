/** What people read on the screens, taken from the client itself: in Dutch, as it starts. */
import "./runes";
export { begin } from "../../../client-web/src/words/begin";
export { bigscreen } from "../../../client-web/src/words/bigscreen";
export { common } from "../../../client-web/src/words/common";
export { conversation } from "../../../client-web/src/words/conversation";
export { door } from "../../../client-web/src/words/door";
export { giving } from "../../../client-web/src/words/giving";
export { leading } from "../../../client-web/src/words/leading";
export { listOf } from "../../../client-web/src/words/list";
export { lobby } from "../../../client-web/src/words/lobby";
export { pasting } from "../../../client-web/src/words/pasting";
export { pictures } from "../../../client-web/src/words/pictures";
export { results } from "../../../client-web/src/words/results";
export { room } from "../../../client-web/src/words/room";
export { start } from "../../../client-web/src/words/start";
export { talents } from "../../../client-web/src/words/talents";
export { werkagenda } from "../../../client-web/src/words/werkagenda";

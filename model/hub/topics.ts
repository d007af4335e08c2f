/** Topics by which the hub tells pages, one definition for both sides. What an operator did to an alarm. */
export const ACTS_TOPIC = 'shapan/alarms/acts';
/** Each new state of each alarm, one message an alarm, so that the broker can leave out what is outside an account's scope. */
export const ALARMS_TOPIC = 'shapan/alarms/state';
/** That the sensor kinds are others now: a page reads them again. */
export const KINDS_TOPIC = 'shapan/kinds/changed';
/** That the sensors which users connected are others now: a page reads them again. */
export const SENSORS_TOPIC = 'shapan/sensors/changed';
/** Each state of each case, whole. */
export const CASES_TOPIC = 'shapan/cases/state';
/** That the log of an incident has a new line: its id, the line's number, and where it is. */
export const INCIDENTS_TOPIC = 'shapan/incidents/changed';
/** That the shared response plans are others now: a page reads them again. */
export const RESPONSE_PLANS_TOPIC = 'shapan/incidents/plans';
/** Each state of each command, whole. */
export const COMMANDS_TOPIC = 'shapan/commands/state';
/** What the screens of a wall show together, one topic a wall. */
const WALLS_BEGIN = 'shapan/walls/';
export const wallTopic = (wall: string): string => `${WALLS_BEGIN}${wall}/step`;
export const isWallTopic = (topic: string): boolean => topic.startsWith(WALLS_BEGIN);
/** What the hub refused and why, so that no message is lost in silence: a device hears of its own. */
export const REFUSED_TOPIC = 'shapan/refused';

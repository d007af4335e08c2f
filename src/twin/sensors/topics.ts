/** Where the hub tells what operators did to alarms. */
export const ACTS_TOPIC = 'shapan/alarms/acts';
/** Where it tells each state of each case. */
export const CASES_TOPIC = 'shapan/cases/state';

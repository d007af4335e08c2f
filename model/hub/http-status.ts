/** What page and hub say to each other by HTTP's own numbers (RFC 9110, 15; RFC 6585, 4). */
export const NOT_FOUND = 404;
/** Too many tries in too short a time. */
export const TOO_MANY = 429;

/** The shown time is told this often while it plays; light and windows need no more. */
export const PROGRESS_INTERVAL_MS = 60;

/** A pause of the page (a hidden tab) moves the shown time no farther than this much real time. */
export const MAX_CLOCK_STEP_MS = 500;

/** The pointer must rest this long before a hover is looked up: that draws or searches the scene once more. */
export const HOVER_REST_MS = 90;

/** Facts of the picture are told no more often. */
export const FACTS_EVERY_MS = 100;

/** A picture is complete when so many frames were drawn since all of it was there. */
export const SETTLED_FRAMES = 3;

import type { Message } from '../../model/text/message.ts';
import type { Twin } from '../twin/twin.ts';
import { absentOf, applyLink, formatLink, parseLink } from './link.ts';

/** The hash follows the state after this long without a change, so that a flight does not rewrite it each frame. */
const LINK_REST_MS = 400;

/** `unread`: what is no part of a link; `absent`: what only the window that wrote it has. */
type ReportLink = (unread: readonly Message[], absent: readonly Message[]) => void;

/** Sets the twin to the link in the address; parts that cannot be read or had are reported. */
export function applyAddress(twin: Twin, report: ReportLink): void {
  const { state, problems: unread } = parseLink(location.hash, twin.city);
  if (Object.keys(state).length > 0) applyLink(twin, state);
  const absent = absentOf(twin, state);
  if (unread.length + absent.length > 0) report(unread, absent);
}

/**
 * State to hash when the link rests from one look to the next, hash to state when someone else changes it. Feeds change the state with
 * every frame and the link with none, a clock that plays the link with every frame: it is worked out at looks alone.
 */
export function writeLink(twin: Twin, report: ReportLink): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = location.hash;
  // As the browser spells what was written: anything else in the bar is somebody's link, whose event has yet to come.
  let shown = location.hash;
  let last: string | null = null;
  const look = () => {
    const link = formatLink(twin.getState(), twin.city);
    timer = link === last ? undefined : setTimeout(look, LINK_REST_MS);
    if (link === last && link !== written && location.hash === shown) {
      written = link;
      history.replaceState(null, '', `${location.pathname}${location.search}${written}`);
      shown = location.hash;
    }
    last = link;
  };
  twin.subscribe(() => {
    timer ??= setTimeout(look, LINK_REST_MS);
  });
  window.addEventListener('hashchange', () => {
    const isOwn = location.hash === shown;
    shown = location.hash;
    if (isOwn) return;
    clearTimeout(timer);
    timer = undefined;
    applyAddress(twin, report);
  });
}

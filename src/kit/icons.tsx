import type { ReactNode } from 'react';

/** Icons of the look: 24 px grid, 1.75 px stroke, no fill save play and record; one metaphor a subject. */
const SHAPES = {
  car: (
    <>
      <path d="M4 15.5v-3.2l2.4-5.3h11.2l2.4 5.3v3.2zM5.2 12h13.6" />
      <path d="M7.5 15.5v2.5M16.5 15.5v2.5" />
    </>
  ),
  day: (
    <>
      <rect x="4" y="5.5" width="16" height="14" rx="1" />
      <path d="M4 10h16M8.5 3.5v4M15.5 3.5v4" />
    </>
  ),
  film: (
    <>
      <rect x="3" y="5" width="18" height="14" rx="1" />
      <path d="M7.5 5v14M16.5 5v14M3 9.7h4.5M3 14.3h4.5M16.5 9.7H21M16.5 14.3H21" />
    </>
  ),
  sound: (
    <>
      <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z" />
      <path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11" />
    </>
  ),
  users: (
    <>
      <circle cx="9" cy="8" r="3.5" />
      <path d="M3 19.5c.4-3.6 2.7-5.5 6-5.5s5.6 1.9 6 5.5" />
      <path d="M15.5 5.2a3.3 3.3 0 0 1 0 6M17.5 14.5c2 0.7 3.2 2.3 3.5 5" />
    </>
  ),
  more: (
    <>
      <path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth="3" strokeLinecap="round" />
    </>
  ),
  search: (
    <>
      <circle cx="10.5" cy="10.5" r="6" />
      <path d="m15 15 5 5" />
    </>
  ),
  layers: (
    <>
      <path d="m12 4 8.5 4.5L12 13 3.5 8.5z" />
      <path d="m3.5 12.5 8.5 4.5 8.5-4.5" />
      <path d="m3.5 16.5 8.5 4.5 8.5-4.5" />
    </>
  ),
  play: (
    <>
      <path d="M8 5.5v13l10.5-6.5z" fill="currentColor" />
    </>
  ),
  pause: (
    <>
      <path d="M8.5 5.5v13M15.5 5.5v13" strokeWidth="3" />
    </>
  ),
  stepf: (
    <>
      <path d="M6 6v12l8-6z" fill="currentColor" />
      <path d="M17.5 6v12" />
    </>
  ),
  stepb: (
    <>
      <path d="M18 6v12l-8-6z" fill="currentColor" />
      <path d="M6.5 6v12" />
    </>
  ),
  camera: (
    <>
      <path d="M3.5 8.5 15 5l1.6 5.3L5.2 13.8z" />
      <path d="m16.2 7.6 4.3-1.2M8 13v3.5h5" />
      <path d="M13 14.5v4" />
    </>
  ),
  check: (
    <>
      <path d="m5 12.5 4.5 4.5L19 7.5" />
    </>
  ),
  x: (
    <>
      <path d="m6 6 12 12M18 6 6 18" />
    </>
  ),
  chev: (
    <>
      <path d="m9 6 6 6-6 6" />
    </>
  ),
  down: (
    <>
      <path d="m6 9 6 6 6-6" />
    </>
  ),
  up: (
    <>
      <path d="m6 15 6-6 6 6" />
    </>
  ),
  table: (
    <>
      <path d="m12 5 9 4-9 4-9-4z" />
      <path d="M3 9v4l9 4 9-4V9M6 14.5V19M18 14.5V19" />
    </>
  ),
  plus: (
    <>
      <path d="M12 5v14M5 12h14" />
    </>
  ),
  'file-add': (
    <>
      <path d="M13 3H6v18h12V8zM13 3v5h5M12 11.5v6M9 14.5h6" />
    </>
  ),
  minus: (
    <>
      <path d="M5 12h14" />
    </>
  ),
  link: (
    <>
      <path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1.5 1.5" />
      <path d="M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1.5-1.5" />
    </>
  ),
  eye: (
    <>
      <path d="M2.5 12s3.5-6 9.5-6 9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6z" />
      <circle cx="12" cy="12" r="2.75" />
    </>
  ),
  height: (
    <>
      <path d="M4 5h16" />
      <path d="M7 20v-8h4v8M13 20V9h4v11M3.5 20h17" />
    </>
  ),
  slope: (
    <>
      <path d="M3.5 19.5h17L15 9l-3.5 4.5L8.5 11z" />
      <path d="M11.5 13.5v6" />
    </>
  ),
  pipe: (
    <>
      <path d="M3.5 9h6a5 5 0 0 1 5 5v6.5M3.5 4h6a10 10 0 0 1 10 10v6.5" />
      <path d="M3.5 2.5v8M13 20.5h8" />
    </>
  ),
  ruler: (
    <>
      <path d="m4 15.5 11.5-11.5 4.5 4.5L8.5 20z" />
      <path d="m8 11.5 2 2M11 8.5l2 2M14 5.5l2 2" />
    </>
  ),
  screens: (
    <>
      <path d="M3.5 6.5h8v9h-8zM12.5 6.5h8v9h-8zM7.5 19.5h9" />
    </>
  ),
  wall: (
    <>
      <path d="M4 9V4.5h5M15 4.5h5V9M20 15v4.5h-5M9 19.5H4V15" />
    </>
  ),
  leaveWall: (
    <>
      <path d="M9 4.5V9H4M20 9h-5V4.5M15 19.5V15h5M4 15h5v4.5" />
    </>
  ),
  why: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M9.6 9.8a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.2.9-1.2 1.8M12 16.6v.3" />
    </>
  ),
  north: (
    <>
      <path d="M12 3.5 16.5 19 12 15.5 7.5 19z" />
    </>
  ),
  cube: (
    <>
      <path d="m12 3.5 7.5 4v9L12 20.5l-7.5-4v-9z" />
      <path d="M4.5 7.5 12 12l7.5-4.5M12 12v8.5" />
    </>
  ),
  style: (
    <>
      <circle cx="12" cy="12" r="8.2" />
      <path d="M12 3.8v16.4M12 8h7M12 12h8.2M12 16h7" />
    </>
  ),
  swipe: (
    <>
      <path d="M12 3.5v17" />
      <rect x="4" y="6" width="16" height="12" />
      <path d="m8.5 10-2 2 2 2M15.5 10l2 2-2 2" />
    </>
  ),
  split: (
    <>
      <rect x="4" y="5" width="16" height="14" />
      <path d="M12 5v14" />
    </>
  ),
  cut: (
    <>
      <path d="M4 8.5 12 4l8 4.5-8 4.5z" />
      <path d="M4 8.5V15l8 5 8-5V8.5" strokeDasharray="2.5 2.5" />
    </>
  ),
  sun: (
    <>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 3v2.5M12 18.5V21M3 12h2.5M18.5 12H21M5.6 5.6l1.8 1.8M16.6 16.6l1.8 1.8M5.6 18.4l1.8-1.8M16.6 7.4l1.8-1.8" />
    </>
  ),
  moon: (
    <>
      <path d="M19 14.5A8 8 0 0 1 9.5 5a8 8 0 1 0 9.5 9.5z" />
    </>
  ),
  list: (
    <>
      <path d="M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4 6.5h.5M4 12h.5M4 17.5h.5" />
    </>
  ),
  report: (
    <>
      <path d="M6 3.5h8.5L19 8v12.5H6z" />
      <path d="M14 3.5V8.5h5M9 13h7M9 16.5h7" />
    </>
  ),
  pin: (
    <>
      <path d="M12 21c4.5-5 6.5-8.3 6.5-11.2a6.5 6.5 0 0 0-13 0C5.5 12.7 7.5 16 12 21z" />
      <circle cx="12" cy="9.8" r="2.3" />
    </>
  ),
  remark: (
    <>
      <path d="M4 4.5h16v11h-8.5L7 20v-4.5H4z" />
      <path d="M8 8.5h8M8 11.5h5" />
    </>
  ),
  globe: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M3.5 12h17M12 3.5c3 2.5 4 5.3 4 8.5s-1 6-4 8.5c-3-2.5-4-5.3-4-8.5s1-6 4-8.5z" />
    </>
  ),
  hand: (
    <>
      <path d="M8 12.5V6a1.5 1.5 0 0 1 3 0v5-1.5a1.5 1.5 0 0 1 3 0V11a1.5 1.5 0 0 1 3 0v1a1.5 1.5 0 0 1 2.5 1c0 4.5-2 8-6 8-3.5 0-5-2-7.5-6.5-.8-1.5 1-2.7 2-1.5z" />
    </>
  ),
  home: (
    <>
      <path d="m4 11 8-7 8 7v9.5H4z" />
    </>
  ),
  filter: (
    <>
      <path d="M4 6h16M7 12h10M10 18h4" />
    </>
  ),
  alert: (
    <>
      <path d="M12 4 21 19.5H3z" />
      <path d="M12 10v4.5M12 16.8v.4" />
    </>
  ),
  histogram: (
    <>
      <path d="M5 20v-6h3.5v6M10.25 20V9h3.5v11M15.5 20V4.5H19V20M3 20h18" />
    </>
  ),
  undo: (
    <>
      <path d="M8 5 4 9l4 4" />
      <path d="M4 9h9a6 6 0 0 1 0 12h-3" />
    </>
  ),
  truck: (
    <>
      <path d="M3 6.5h11v10H3zM14 10h4l3 3v3.5h-7" />
      <circle cx="7.5" cy="17.5" r="2" />
      <circle cx="17" cy="17.5" r="2" />
    </>
  ),
  water: (
    <path d="M3 8c2-2 4-2 6 0s4 2 6 0 4-2 6 0M3 13c2-2 4-2 6 0s4 2 6 0 4-2 6 0M3 18c2-2 4-2 6 0s4 2 6 0 4-2 6 0" />
  ),
  crane: (
    <>
      <path d="M8 20.5V4M5.5 20.5h5M3 7.5h17.5M8 4l10 3.5M8 4 4 7.5M17 7.5V13" />
      <path d="M15.5 13h3" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

/** Always beside a word or inside a control that has a name: to a reader of the page it is nothing. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {SHAPES[name]}
    </svg>
  );
}

/** The mark of 沙盘: three layers on a table. */
export function Mark() {
  return (
    <svg
      className="mark"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M1 14.5 10 18l9-3.5M1 10l9 3.5L19 10M10 2l9 3.5L10 9 1 5.5z" />
    </svg>
  );
}

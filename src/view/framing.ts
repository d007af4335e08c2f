import type { View } from '../../model/city/manifest.ts';
import { M_PER_DEG } from '../../model/geo/earth.ts';
import { DEG_PER_RAD, type LonLat, RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import type { InsetsPx } from './view-api.ts';

/** Nearest a place is looked at from, and how many of its radii away. */
const NEAREST_M = 60;
const RADII = 3.2;
/** A place is looked at no flatter and no steeper than this. */
const FLATTEST_DEG = -25;
const STEEPEST_DEG = -60;
/** A view flatter than this has no middle on the ground that it could be moved by. */
export const MIN_SINE = 0.1;

/** The window that a view is framed for. */
export interface Frame {
  widthPx: number;
  heightPx: number;
  insets: InsetsPx;
  /** Height of the picture as an angle. */
  fovyRad: number;
}

/** The view moved level: to the right of where it looks and ahead. */
export function moved(view: View, rightM: number, aheadM: number): View {
  const heading = view.headingDeg * RAD_PER_DEG;
  const eastM = rightM * Math.cos(heading) + aheadM * Math.sin(heading);
  const northM = aheadM * Math.cos(heading) - rightM * Math.sin(heading);
  return {
    ...view,
    lonDeg: view.lonDeg + eastM / (M_PER_DEG * cosOf(view.latDeg)),
    latDeg: view.latDeg + northM / M_PER_DEG,
  };
}

/** The pose that has a point in its middle from a distance. */
export function lookingAt(target: LonLat, headingDeg: number, pitchDeg: number, rangeM: number): View {
  const pitch = pitchDeg * RAD_PER_DEG;
  const at: View = {
    lonDeg: target.lonDeg,
    latDeg: target.latDeg,
    heightM: target.heightM - rangeM * Math.sin(pitch),
    headingDeg,
    pitchDeg,
  };
  return moved(at, 0, -rangeM * Math.cos(pitch));
}

/** How a place is looked at: as far as it fills a third of the free part of the picture, its middle in the middle of that part. */
export function viewOfPlace(target: LonLat, radiusM: number, now: View, frame: Frame): View {
  const rangeM = Math.max(NEAREST_M, radiusM * RADII * freeShare(frame));
  const pitchDeg = Math.min(FLATTEST_DEG, Math.max(STEEPEST_DEG, now.pitchDeg));
  return raised(shifted(lookingAt(target, now.headingDeg, pitchDeg, rangeM), rangeM, frame), rangeM, frame);
}

/** The view moved aside so that its middle, on the ground at a height, comes to the middle of what panels leave free. */
export function framedView(view: View, groundHeightM: number, frame: Frame): View {
  const sine = Math.sin(-view.pitchDeg * RAD_PER_DEG);
  return sine < MIN_SINE ? view : shifted(view, Math.max(0, view.heightM - groundHeightM) / sine, frame);
}

/** Returns what a view shows of the ground, whole in what panels leave free: aside as `framedView`, and as much farther as there is less of it. */
export function wholeView(view: View, groundHeightM: number, frame: Frame): View {
  const pitch = view.pitchDeg * RAD_PER_DEG;
  const sine = Math.sin(-pitch);
  if (sine < MIN_SINE) return view;
  const rangeM = Math.max(0, view.heightM - groundHeightM) / sine;
  const fartherM = rangeM * (freeShare(frame) - 1);
  const back = { ...moved(view, 0, -fartherM * Math.cos(pitch)), heightM: view.heightM + fartherM * sine };
  return shifted(back, rangeM + fartherM, frame);
}

/** Ground metres a CSS pixel at a distance. */
export function metresPerPxAt(rangeM: number, { heightPx, fovyRad }: Pick<Frame, 'heightPx' | 'fovyRad'>): number {
  return (2 * rangeM * Math.tan(fovyRad / 2)) / Math.max(1, heightPx);
}

/** How much smaller the free part of the picture is: farther away by as much. */
function freeShare({ widthPx, heightPx, insets }: Frame): number {
  const free = Math.min(
    (widthPx - insets.leftPx - insets.rightPx) / widthPx,
    (heightPx - insets.topPx - insets.bottomPx) / heightPx,
  );
  return 1 / Math.max(0.3, free);
}

/** Steps aside so that what was in the middle of the picture comes to the middle of what panels leave free. */
function shifted(view: View, rangeM: number, frame: Frame): View {
  const rightPx = (frame.insets.rightPx - frame.insets.leftPx) / 2;
  return moved(view, rightPx * metresPerPxAt(rangeM, frame), 0);
}

/**
 * The same up and down, across the line of sight, so that the distance stays: over a phone's sheet the place stands in
 * what is left of the map. Only for steep views; a flat one would sink below the ground.
 */
function raised(view: View, rangeM: number, frame: Frame): View {
  const upM = ((frame.insets.topPx - frame.insets.bottomPx) / 2) * metresPerPxAt(rangeM, frame);
  const pitch = view.pitchDeg * RAD_PER_DEG;
  return { ...moved(view, 0, -upM * Math.sin(pitch)), heightM: view.heightM + upM * Math.cos(pitch) };
}

/** Turned to the right; the pitch stays. */
export function turnedBy(view: View, deg: number): View {
  return { ...view, headingDeg: (view.headingDeg + deg + 360) % 360 };
}

/** Tilted up; never past the plumb line, and not far above the horizon. */
export function tiltedBy(view: View, deg: number): View {
  return { ...view, pitchDeg: Math.min(20, Math.max(-89.9, view.pitchDeg + deg)) };
}

/** Degrees and height of a point that is given in radians. */
export function lonLatOf({
  longitude,
  latitude,
  height,
}: {
  longitude: number;
  latitude: number;
  height: number;
}): LonLat {
  return { lonDeg: longitude * DEG_PER_RAD, latDeg: latitude * DEG_PER_RAD, heightM: height };
}

const cosOf = (latDeg: number): number => Math.max(0.01, Math.cos(latDeg * RAD_PER_DEG));

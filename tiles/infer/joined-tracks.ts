import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import type { Passed, TrackPiece } from './track-piece.ts';

/** A train runs on over a joint only where the line bends less there. */
const MAX_BEND_RAD = Math.PI / 5;

/** Where a piece ends, and which way it leaves that place. */
interface End {
  piece: TrackPiece;
  atStart: boolean;
  headingRad: number;
}

/**
 * Maps cut lines where a tunnel begins or a speed changes: pieces of one kind and name that meet are joined again, at a junction those that
 * go on the straightest. A piece that tells its own headway or timetable is a line of its own.
 */
export function joinedTracks(pieces: readonly TrackPiece[]): Passed[][] {
  const next = pairs(pieces);
  const isDone = new Set<TrackPiece>();
  const out: Passed[][] = [];
  for (const piece of pieces) {
    if (isDone.has(piece)) continue;
    // Back to where the chain begins, or once round where it has no beginning.
    let start: Passed = { piece, isReversed: false };
    for (let back = next(piece, true); back && back.piece !== piece; back = next(start.piece, !start.isReversed))
      start = { piece: back.piece, isReversed: back.atStart };
    const chain: Passed[] = [];
    for (let at: Passed | null = start; at && !isDone.has(at.piece); ) {
      chain.push(at);
      isDone.add(at.piece);
      const on: End | undefined = next(at.piece, at.isReversed);
      at = on ? { piece: on.piece, isReversed: !on.atStart } : null;
    }
    out.push(chain);
  }
  return out;
}

/** Answers which end goes on from an end. */
function pairs(pieces: readonly TrackPiece[]): (piece: TrackPiece, atStart: boolean) => End | undefined {
  const meeting = new Map<string, End[]>();
  for (const piece of pieces) {
    if (piece.stated.headwayS !== undefined || piece.stated.departuresS !== undefined) continue;
    for (const atStart of [true, false]) {
      const key = `${piece.kind} ${piece.state} ${piece.name.zh} ${placeOf(piece, atStart).slice(0, 2).join()}`;
      meeting.set(key, [...(meeting.get(key) ?? []), { piece, atStart, headingRad: leavesAt(piece, atStart) }]);
    }
  }
  const starts = new Map<TrackPiece, End>();
  const ends = new Map<TrackPiece, End>();
  const isTaken = ({ piece, atStart }: End) => (atStart ? starts : ends).has(piece);
  const take = ({ piece, atStart }: End, on: End) => (atStart ? starts : ends).set(piece, on);
  for (const here of meeting.values()) {
    const joints = here.flatMap((a, i) =>
      here.slice(i + 1).flatMap((b) => (a.piece === b.piece ? [] : [{ a, b, bendRad: bendOf(a, b) }])),
    );
    joints.sort((one, other) => one.bendRad - other.bendRad);
    for (const { a, b, bendRad } of joints) {
      if (bendRad > MAX_BEND_RAD || isTaken(a) || isTaken(b)) continue;
      take(a, b);
      take(b, a);
    }
  }
  return (piece, atStart) => (atStart ? starts : ends).get(piece);
}

const placeOf = ({ places }: TrackPiece, atStart: boolean) => places[atStart ? 0 : places.length - 1];

function leavesAt({ places }: TrackPiece, atStart: boolean): number {
  const [a, b] = atStart ? [places[0], places[1]] : [places[places.length - 1], places[places.length - 2]];
  const [eastM, northM] = metresPerDegree(a[1]);
  return Math.atan2((b[1] - a[1]) * northM, (b[0] - a[0]) * eastM);
}

/** 0: one goes straight on from the other. */
function bendOf(a: End, b: End): number {
  const turnRad = Math.abs(a.headingRad - b.headingRad) % (2 * Math.PI);
  return Math.abs(Math.PI - turnRad);
}

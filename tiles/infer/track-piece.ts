import type { Text } from '../../model/text/text.ts';
import type { TrackKind, TrackLine } from '../../model/tracks/track-network.ts';

/** A line as a file tells it, its columns read. */
export interface TrackPiece {
  id: string;
  name: Text;
  kind: TrackKind;
  state: TrackLine['state'];
  /** Longitude, latitude and, where told, elevation. */
  places: readonly (readonly number[])[];
  isTunnel: boolean;
  isBridge: boolean;
  /** A siding, a yard, a spur: nothing runs there by a headway. */
  isService: boolean;
  stated: Partial<
    Pick<
      TrackLine,
      | 'isDouble'
      | 'apartM'
      | 'isThrough'
      | 'speedKmPerH'
      | 'headwayS'
      | 'cars'
      | 'carM'
      | 'dwellS'
      | 'stopsM'
      | 'departuresS'
      | 'underground'
    >
  >;
}

/** A piece that is passed in this direction. */
export interface Passed {
  piece: TrackPiece;
  isReversed: boolean;
}

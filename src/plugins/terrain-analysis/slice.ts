import type { Point } from '../../../model/geo/plane/point.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import {
  AspectRequest,
  type BufferSource,
  EarthworkRequest,
  SlopeRequest,
  TerrainNumbers,
  type TerrainRequest,
} from '../../../model/questions/terrain-analysis.ts';
import type { Slice } from '../../twin/slice.ts';
import type { OpenSide } from './section-opening.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends TerrainSlice {}
}

export type TerrainKind = TerrainRequest['kind'];

/** What is typed and drawn; lines and areas stand until others are drawn. */
export interface TerrainForm {
  kind: TerrainKind;
  ringM: readonly Point[] | null;
  lineM: readonly Point[] | null;
  atM: Point | null;
  /** Breaks between classes of slopes, as typed. */
  breaks: string;
  flatBelowDeg: number;
  targetBy: 'level' | 'plane';
  /** The elevation is looked for. */
  isBalanced: boolean;
  elevationM: number;
  fallPct: number;
  bearingDeg: number;
  fillPerCutRatio: number;
  bufferOf: BufferSource['of'];
  bufferLayer: string;
  bufferObject: { layer: string; id: string } | null;
  distanceM: number;
  /** Side of a section on which the picture is cut open along it. */
  openSide: OpenSide;
}

interface TerrainSlice {
  terrainForm: TerrainForm;
  setTerrainForm(part: Partial<TerrainForm>): void;
}

export const terrainSlice: Slice<TerrainSlice> = (set) => ({
  terrainForm: {
    kind: 'slope',
    ringM: null,
    lineM: null,
    atM: null,
    breaks: defaultsOf(SlopeRequest).breaksDeg.join(', '),
    flatBelowDeg: defaultsOf(AspectRequest).flatBelowDeg,
    targetBy: 'level',
    isBalanced: true,
    ...defaultsOf(TerrainNumbers),
    fillPerCutRatio: defaultsOf(EarthworkRequest).fillPerCutRatio,
    bufferOf: 'point',
    bufferLayer: '',
    bufferObject: null,
    openSide: 'none',
  },
  setTerrainForm: (part) => set(({ terrainForm }) => ({ terrainForm: { ...terrainForm, ...part } })),
});

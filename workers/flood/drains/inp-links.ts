import type { InpFile } from '../../../readers/inp/inp-file.ts';
import type { InpRow } from '../../../readers/inp/inp-sections.ts';
import { INCH_MM, type InpUnits } from '../../../readers/inp/inp-units.ts';
import { filledM, sectionOf } from './inp-sections.ts';
import type { Curve, DrainLink, DrainNode, ForceMain, Opening, Pump } from './plan.ts';

import { type Transect, transectsOf } from './transects.ts';

/** Conduits, pumps, weirs, orifices and outlets, in the order of the file's sections. */
export function linksOf(
  inp: InpFile,
  units: InpUnits,
  byElevation: boolean,
  nodes: Map<string, DrainNode>,
  curves: Map<string, Curve>,
): DrainLink[] {
  return new Links(inp, units, byElevation, nodes, curves).all();
}

class Links {
  readonly inp: InpFile;
  readonly units: InpUnits;
  private readonly byElevation: boolean;
  private readonly nodes: Map<string, DrainNode>;
  readonly curves: Map<string, Curve>;
  private readonly shapes: Map<string, InpRow>;
  readonly transects: Map<string, Transect>;
  private readonly seen = new Set<string>();

  constructor(
    inp: InpFile,
    units: InpUnits,
    byElevation: boolean,
    nodes: Map<string, DrainNode>,
    curves: Map<string, Curve>,
  ) {
    this.inp = inp;
    this.units = units;
    this.byElevation = byElevation;
    this.nodes = nodes;
    this.curves = curves;
    this.shapes = inp.crossSections();
    this.transects = transectsOf(inp, units.m);
  }

  all(): DrainLink[] {
    return [
      ...this.conduits(),
      ...this.inp.rows('PUMP').map((row) => this.pump(row)),
      ...this.inp.rows('ORIFICE').map((row) => this.orifice(row)),
      ...this.inp.rows('WEIR').map((row) => this.weir(row)),
      ...this.inp.rows('OUTLET').map((row) => this.rating(row)),
    ];
  }

  private ends(row: InpRow): { id: string; from: string; to: string } {
    const { inp, nodes, seen } = this;
    const id = row.cells[0];
    const from = inp.text(row, 1, 'upperNode');
    const to = inp.text(row, 2, 'lowerNode');
    if (seen.has(id)) throw inp.problem(row, 'link', 'newId', id);
    seen.add(id);
    for (const node of [from, to]) {
      if (!nodes.has(node)) throw inp.problem(row, 'end', 'knownNode', node);
    }
    if (from === to) throw inp.problem(row, 'ends', 'twoNodes', from);
    return { id, from, to };
  }

  private invertM(node: string): number {
    return this.nodes.get(node)?.invertM ?? 0;
  }

  /** Elevation of an end: an offset above the node, or itself one. */
  private endM(row: InpRow, nth: number, node: string): number {
    const { inp, units } = this;
    const invertM = this.invertM(node);
    if (!this.byElevation) return invertM + inp.atLeast(row, nth, 'offset', 0, 0) * units.m;
    return Math.max(invertM, inp.number(row, nth, 'offset', invertM / units.m) * units.m);
  }

  private conduits(): DrainLink[] {
    const { inp, units } = this;
    const losses = new Map(this.inp.rows('LOSS').map((row) => [row.cells[0], row]));
    return this.inp.rows('CONDUIT').map((row) => {
      const ends = this.ends(row);
      const shape = this.shape(row);
      const loss = losses.get(ends.id);
      const lossOf = (nth: number) => (loss ? inp.atLeast(loss, nth, 'loss', 0, 0) : 0);
      const section = sectionOf(this, shape);
      const raisedM = filledM(this, shape, section);
      const natural = section.shape === 'table' ? this.transects.get(shape.cells[2]) : undefined;
      const isNatural = natural?.section === section;
      const maxM3ps = inp.atLeast(row, 8, 'maximumFlow', 0, 0) * units.m3ps;
      return {
        ...ends,
        kind: 'conduit',
        fromInvertM: this.endM(row, 5, ends.from) + raisedM,
        toInvertM: this.endM(row, 6, ends.to) + raisedM,
        lengthM: inp.above(row, 3, 'length', 0) * units.m,
        manningN: isNatural ? natural.manningN : inp.above(row, 4, 'manningN', 0),
        section,
        ...this.forceMain(shape),
        barrels: Math.max(1, inp.atLeast(shape, 6, 'barrels', 0, 1)),
        entryLoss: lossOf(1),
        exitLoss: lossOf(2),
        averageLoss: lossOf(3),
        flapGate: loss?.cells[4]?.toUpperCase() === 'YES',
        maxM3ps: maxM3ps > 0 ? maxM3ps : Number.POSITIVE_INFINITY,
        initialM3ps: inp.number(row, 7, 'initialFlow', 0) * units.m3ps,
      };
    });
  }

  private forceMain(shape: InpRow): { forceMain?: ForceMain } {
    const { inp, units } = this;
    if (shape.cells[1]?.toUpperCase() !== 'FORCE_MAIN') return {};
    const value = inp.above(shape, 3, 'roughness', 0);
    if (inp.optionWord('FORCE_MAIN_EQUATION') !== 'D-W') return { forceMain: { law: 'hazen', c: value } };
    return { forceMain: { law: 'darcy', roughnessM: (value * (units.m === 1 ? 1 : INCH_MM)) / 1000 } };
  }

  private shape(row: InpRow): InpRow {
    const shape = this.shapes.get(row.cells[0]);
    if (!shape) throw this.inp.problem(row, 'crossSection', 'xsectionLine', undefined);
    return shape;
  }

  private curve(row: InpRow, nth: number): Curve {
    const name = this.inp.text(row, nth, 'curve');
    const curve = this.curves.get(name);
    if (!curve) throw this.inp.problem(row, 'curve', 'knownCurve', name);
    return curve;
  }

  private pump(row: InpRow): Pump {
    const { inp, units } = this;
    const ends = this.ends(row);
    const [startDepthM, stopDepthM] = [5, 6].map((nth) => inp.atLeast(row, nth, 'depth', 0, 0) * units.m);
    const shared = {
      ...ends,
      kind: 'pump' as const,
      startDepthM,
      stopDepthM,
      on: row.cells[4]?.toUpperCase() !== 'OFF',
    };
    if (row.cells[3] === '*') return { ...shared, by: 'inflow', rateM3ps: { at: [0], value: [0] } };
    const { at, value } = this.curve(row, 3);
    const type = this.inp
      .rows('CURVE')
      .find(({ cells }) => cells[0] === row.cells[3])
      ?.cells[1]?.toUpperCase();
    const by = { PUMP1: 'volume', PUMP2: 'steps', PUMP3: 'head', PUMP4: 'depth' } as const;
    const found = Object.entries(by).find(([name]) => name === type);
    if (!found) throw inp.problem(row, 'pumpCurve', 'pumpKinds', type);
    const unit = found[1] === 'volume' ? units.m ** 3 : units.m;
    return {
      ...shared,
      by: found[1],
      rateM3ps: { at: at.map((x) => x * unit), value: value.map((y) => y * units.m3ps) },
    };
  }

  private orifice(row: InpRow): Opening {
    const { inp, units } = this;
    const ends = this.ends(row);
    const shape = this.shape(row);
    const heightM = inp.above(shape, 2, 'height', 0) * units.m;
    const openingH = inp.atLeast(row, 7, 'time', 0, 0);
    const round = inp.text(shape, 1, 'shape').toUpperCase() === 'CIRCULAR';
    const areaM2 = round ? (Math.PI * heightM ** 2) / 4 : heightM * inp.above(shape, 3, 'width', 0) * units.m;
    return {
      ...ends,
      kind: 'orifice',
      flapGate: row.cells[6]?.toUpperCase() === 'YES',
      law: {
        form: 'orifice',
        bottom: inp.text(row, 3, 'orificeKind').toUpperCase() === 'BOTTOM',
        crestM: this.endM(row, 4, ends.from),
        discharge: inp.above(row, 5, 'dischargeCoefficient', 0),
        heightM,
        areaM2,
        isRound: round,
      },
      ...(openingH > 0 ? { openingS: openingH * 3600 } : {}),
    };
  }

  private weir(row: InpRow): Opening {
    const { inp, units } = this;
    const ends = this.ends(row);
    const shape = this.shape(row);
    const kind = inp.text(row, 3, 'weirKind').toUpperCase();
    if (!['TRANSVERSE', 'SIDEFLOW', 'V-NOTCH', 'TRAPEZOIDAL'].includes(kind)) {
      throw inp.problem(row, 'weirKind', 'weirKinds', kind);
    }
    const heightM = inp.above(shape, 2, 'height', 0) * units.m;
    const widthM = inp.atLeast(shape, 3, 'width', 0, 0) * units.m;
    // Coefficients are ft^½/s or m^½/s.
    const root = Math.sqrt(units.m);
    const coefficient = inp.above(row, 5, 'dischargeCoefficient', 0) * root;
    const notch = kind === 'V-NOTCH';
    return {
      ...ends,
      kind: 'weir',
      flapGate: row.cells[6]?.toUpperCase() === 'YES',
      law: {
        form: 'weir',
        crestM: this.endM(row, 4, ends.from),
        heightM,
        widthM: notch ? 0 : widthM,
        sideSlope: notch ? widthM / heightM / 2 : kind === 'TRAPEZOIDAL' ? inp.atLeast(shape, 4, 'slope', 0, 0) : 0,
        coefficient,
        notchCoefficient: notch ? coefficient : inp.atLeast(row, 8, 'endCoefficient', 0, 0) * root,
        side: kind === 'SIDEFLOW',
      },
    };
  }

  private rating(row: InpRow): Opening {
    const { inp, units } = this;
    const ends = this.ends(row);
    const kind = inp.text(row, 4, 'outletKind').toUpperCase();
    const form = kind.split('/')[0];
    const by = kind.split('/')[1] ?? 'DEPTH';
    const crestM = this.endM(row, 3, ends.from);
    const flapGate = row.cells.slice(6).some((cell) => cell.toUpperCase() === 'YES');
    const shared = { ...ends, kind: 'rating' as const, flapGate };
    if (form === 'TABULAR') {
      const { at, value } = this.curve(row, 5);
      const rateM3ps = { at: at.map((x) => x * units.m), value: value.map((y) => y * units.m3ps) };
      return { ...shared, law: { form: 'rating', crestM, byHead: by === 'HEAD', rateM3ps } };
    }
    if (form !== 'FUNCTIONAL') throw inp.problem(row, 'outletKind', 'outletKinds', kind);
    const exponent = inp.above(row, 6, 'exponent', 0);
    const coefficient = (inp.above(row, 5, 'coefficient', 0) * units.m3ps) / units.m ** exponent;
    return { ...shared, law: { form: 'rating', crestM, byHead: by === 'HEAD', rateM3ps: { coefficient, exponent } } };
  }
}

import type { InpRow } from '../../../src/city/inp.ts';
import type { Units } from './inp.ts';
import type { InpTable } from './inp-table.ts';
import type { Curve, DrainLink, DrainNode, Opening, Pump } from './plan.ts';
import type { Section } from './sections.ts';

type Rows = (name: string) => InpRow[];

/** Conduits, pumps, weirs, orifices and outlets, in the order of the file's sections. */
export function linksOf(
  rows: Rows,
  table: InpTable,
  units: Units,
  byElevation: boolean,
  nodes: Map<string, DrainNode>,
  curves: Map<string, Curve>,
): DrainLink[] {
  return new Links(rows, table, units, byElevation, nodes, curves).all();
}

class Links {
  private readonly rows: Rows;
  private readonly table: InpTable;
  private readonly units: Units;
  private readonly byElevation: boolean;
  private readonly nodes: Map<string, DrainNode>;
  private readonly curves: Map<string, Curve>;
  private readonly shapes: Map<string, InpRow>;
  private readonly seen = new Set<string>();

  constructor(
    rows: Rows,
    table: InpTable,
    units: Units,
    byElevation: boolean,
    nodes: Map<string, DrainNode>,
    curves: Map<string, Curve>,
  ) {
    this.rows = rows;
    this.table = table;
    this.units = units;
    this.byElevation = byElevation;
    this.nodes = nodes;
    this.curves = curves;
    this.shapes = new Map(rows('XSECTION').map((row) => [row.cells[0], row]));
  }

  all(): DrainLink[] {
    return [
      ...this.conduits(),
      ...this.rows('PUMP').map((row) => this.pump(row)),
      ...this.rows('ORIFICE').map((row) => this.orifice(row)),
      ...this.rows('WEIR').map((row) => this.weir(row)),
      ...this.rows('OUTLET').map((row) => this.rating(row)),
    ];
  }

  private ends(row: InpRow): { id: string; from: string; to: string } {
    const { table, nodes, seen } = this;
    const [id, from, to] = [row.cells[0], table.text(row, 1, 'upper node'), table.text(row, 2, 'lower node')];
    if (seen.has(id)) throw table.problem(row, 'link', 'an id not used before', id);
    seen.add(id);
    for (const node of [from, to]) {
      if (!nodes.has(node)) throw table.problem(row, 'end', 'a node of the file', node);
    }
    if (from === to) throw table.problem(row, 'ends', 'two nodes', from);
    return { id, from, to };
  }

  private invertM(node: string): number {
    return this.nodes.get(node)?.invertM ?? 0;
  }

  /** Elevation of an end: an offset above the node, or itself one. */
  private endM(row: InpRow, nth: number, node: string): number {
    const { table, units } = this;
    const invertM = this.invertM(node);
    if (!this.byElevation) return invertM + table.atLeast(row, nth, 'offset', 0, 0) * units.m;
    return Math.max(invertM, table.number(row, nth, 'offset', invertM / units.m) * units.m);
  }

  private conduits(): DrainLink[] {
    const { table, units } = this;
    const losses = new Map(this.rows('LOSS').map((row) => [row.cells[0], row]));
    return this.rows('CONDUIT').map((row) => {
      const ends = this.ends(row);
      const shape = this.shape(row);
      const loss = losses.get(ends.id);
      const lossOf = (nth: number) => (loss ? table.atLeast(loss, nth, 'loss', 0, 0) : 0);
      const mostM3ps = table.atLeast(row, 8, 'maximum flow', 0, 0) * units.m3ps;
      return {
        ...ends,
        kind: 'conduit',
        fromInvertM: this.endM(row, 5, ends.from),
        toInvertM: this.endM(row, 6, ends.to),
        lengthM: table.above(row, 3, 'length', 0) * units.m,
        manningN: table.above(row, 4, "Manning's n", 0),
        section: this.section(shape),
        barrels: Math.max(1, table.atLeast(shape, 6, 'barrels', 0, 1)),
        entryLoss: lossOf(1),
        exitLoss: lossOf(2),
        averageLoss: lossOf(3),
        flapGate: loss?.cells[4]?.toUpperCase() === 'YES',
        mostM3ps: mostM3ps > 0 ? mostM3ps : Number.POSITIVE_INFINITY,
        initialM3ps: table.number(row, 7, 'initial flow', 0) * units.m3ps,
      };
    });
  }

  private shape(row: InpRow): InpRow {
    const shape = this.shapes.get(row.cells[0]);
    if (!shape) throw this.table.problem(row, 'cross-section', 'a line in [XSECTIONS]', undefined);
    return shape;
  }

  private section(row: InpRow): Section {
    const { table, units } = this;
    const shape = table.text(row, 1, 'shape').toUpperCase();
    const heightM = table.above(row, 2, 'height', 0) * units.m;
    if (shape === 'CIRCULAR') return { shape: 'circular', diameterM: heightM };
    const width = (what: string) => table.above(row, 3, what, 0) * units.m;
    if (shape === 'RECT_CLOSED') return { shape: 'closed', heightM, widthM: width('width') };
    if (shape === 'RECT_OPEN') return { shape: 'open', heightM, bottomM: width('width'), left: 0, right: 0 };
    if (shape === 'TRIANGULAR') {
      const side = width('top width') / heightM / 2;
      return { shape: 'open', heightM, bottomM: 0, left: side, right: side };
    }
    if (shape === 'TRAPEZOIDAL') {
      const [left, right] = [table.atLeast(row, 4, 'left slope', 0), table.atLeast(row, 5, 'right slope', 0)];
      return { shape: 'open', heightM, bottomM: table.atLeast(row, 3, 'bottom width', 0) * units.m, left, right };
    }
    throw table.problem(row, 'shape', 'CIRCULAR, RECT_CLOSED, RECT_OPEN, TRAPEZOIDAL or TRIANGULAR', shape);
  }

  private curve(row: InpRow, nth: number): Curve {
    const name = this.table.text(row, nth, 'curve');
    const curve = this.curves.get(name);
    if (!curve) throw this.table.problem(row, 'curve', 'a curve of the file', name);
    return curve;
  }

  private pump(row: InpRow): Pump {
    const { table, units } = this;
    const ends = this.ends(row);
    const [startDepthM, stopDepthM] = [5, 6].map((nth) => table.atLeast(row, nth, 'depth', 0, 0) * units.m);
    const shared = {
      ...ends,
      kind: 'pump' as const,
      startDepthM,
      stopDepthM,
      on: row.cells[4]?.toUpperCase() !== 'OFF',
    };
    if (row.cells[3] === '*') return { ...shared, by: 'inflow', rateM3ps: { at: [0], value: [0] } };
    const { at, value } = this.curve(row, 3);
    const type = this.rows('CURVE')
      .find(({ cells }) => cells[0] === row.cells[3])
      ?.cells[1]?.toUpperCase();
    const by = { PUMP1: 'volume', PUMP2: 'steps', PUMP3: 'head', PUMP4: 'depth' } as const;
    const found = Object.entries(by).find(([name]) => name === type);
    if (!found) throw table.problem(row, 'pump curve', 'PUMP1, PUMP2, PUMP3 or PUMP4', type);
    const unit = found[1] === 'volume' ? units.m ** 3 : units.m;
    return {
      ...shared,
      by: found[1],
      rateM3ps: { at: at.map((x) => x * unit), value: value.map((y) => y * units.m3ps) },
    };
  }

  private orifice(row: InpRow): Opening {
    const { table, units } = this;
    const ends = this.ends(row);
    const shape = this.shape(row);
    const heightM = table.above(shape, 2, 'height', 0) * units.m;
    const round = table.text(shape, 1, 'shape').toUpperCase() === 'CIRCULAR';
    const areaM2 = round ? (Math.PI * heightM ** 2) / 4 : heightM * table.above(shape, 3, 'width', 0) * units.m;
    return {
      ...ends,
      kind: 'orifice',
      flapGate: row.cells[6]?.toUpperCase() === 'YES',
      law: {
        form: 'orifice',
        bottom: table.text(row, 3, 'kind of orifice').toUpperCase() === 'BOTTOM',
        crestM: this.endM(row, 4, ends.from),
        discharge: table.above(row, 5, 'discharge coefficient', 0),
        heightM,
        areaM2,
      },
    };
  }

  private weir(row: InpRow): Opening {
    const { table, units } = this;
    const ends = this.ends(row);
    const shape = this.shape(row);
    const kind = table.text(row, 3, 'kind of weir').toUpperCase();
    if (!['TRANSVERSE', 'SIDEFLOW', 'V-NOTCH', 'TRAPEZOIDAL'].includes(kind)) {
      throw table.problem(row, 'kind of weir', 'TRANSVERSE, SIDEFLOW, V-NOTCH or TRAPEZOIDAL', kind);
    }
    const heightM = table.above(shape, 2, 'height', 0) * units.m;
    const widthM = table.atLeast(shape, 3, 'width', 0, 0) * units.m;
    // Coefficients are ft^½/s or m^½/s.
    const root = Math.sqrt(units.m);
    const coefficient = table.above(row, 5, 'discharge coefficient', 0) * root;
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
        sideSlope: notch ? widthM / heightM / 2 : kind === 'TRAPEZOIDAL' ? table.atLeast(shape, 4, 'slope', 0, 0) : 0,
        coefficient,
        notchCoefficient: notch ? coefficient : table.atLeast(row, 8, 'coefficient of the ends', 0, 0) * root,
        side: kind === 'SIDEFLOW',
      },
    };
  }

  private rating(row: InpRow): Opening {
    const { table, units } = this;
    const ends = this.ends(row);
    const kind = table.text(row, 4, 'kind of outlet').toUpperCase();
    const [form, by] = [kind.split('/')[0], kind.split('/')[1] ?? 'DEPTH'];
    const crestM = this.endM(row, 3, ends.from);
    const flapGate = row.cells.slice(6).some((cell) => cell.toUpperCase() === 'YES');
    const shared = { ...ends, kind: 'rating' as const, flapGate };
    if (form === 'TABULAR') {
      const { at, value } = this.curve(row, 5);
      const rateM3ps = { at: at.map((x) => x * units.m), value: value.map((y) => y * units.m3ps) };
      return { ...shared, law: { form: 'rating', crestM, byHead: by === 'HEAD', rateM3ps } };
    }
    if (form !== 'FUNCTIONAL') throw table.problem(row, 'kind of outlet', 'TABULAR or FUNCTIONAL', kind);
    const exponent = table.above(row, 6, 'exponent', 0);
    const coefficient = (table.above(row, 5, 'coefficient', 0) * units.m3ps) / units.m ** exponent;
    return { ...shared, law: { form: 'rating', crestM, byHead: by === 'HEAD', rateM3ps: { coefficient, exponent } } };
  }
}

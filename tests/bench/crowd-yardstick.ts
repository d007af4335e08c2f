/*
 * Plain TypeScript that the reference's prototype was timed with (crowd.md, section 1.1): what the model's sums cost with nothing about
 * them. One floor, one way for all, no walls but the square's own sides, no exits, levels, routes or counters. Never used for a result.
 */

const CELL_M = 0.9;
const CUT_OFF_M = 1.8;
const CONTACT_M = 0.4;
const FREE_MPS = 1.34;
const STEP_S = 0.05;

export class PlainHall {
  updates = 0;
  timeS = 0;
  private readonly sideM: number;
  private readonly columns: number;
  private readonly start: Int32Array;
  private readonly cell: Int32Array;
  private x: Float32Array;
  private y: Float32Array;
  private readonly sortedX: Float32Array;
  private readonly sortedY: Float32Array;

  constructor(count: number, spacingM: number) {
    const side = Math.ceil(Math.sqrt(count));
    this.sideM = side * spacingM;
    this.columns = Math.ceil(this.sideM / CELL_M) + 4;
    this.start = new Int32Array(this.columns ** 2 + 2);
    this.cell = new Int32Array(count);
    this.x = Float32Array.from({ length: count }, (_, i) => ((i % side) + 0.5) * spacingM);
    this.y = Float32Array.from({ length: count }, (_, i) => (Math.floor(i / side) + 0.5) * spacingM);
    this.sortedX = new Float32Array(count);
    this.sortedY = new Float32Array(count);
  }

  advanceTo(timeS: number): void {
    while (this.timeS < timeS - STEP_S / 2) {
      this.sort();
      this.walk();
      this.updates += this.x.length;
      this.timeS += STEP_S;
    }
  }

  private sort(): void {
    const { x, y, cell, start, columns, sortedX, sortedY } = this;
    start.fill(0);
    for (let i = 0; i < x.length; i++) {
      cell[i] = (Math.floor(y[i] / CELL_M) + 2) * columns + Math.floor(x[i] / CELL_M) + 2;
      start[cell[i] + 2]++;
    }
    for (let c = 2; c < start.length; c++) start[c] += start[c - 1];
    for (let i = 0; i < x.length; i++) {
      const k = start[cell[i] + 1]++;
      sortedX[k] = x[i];
      sortedY[k] = y[i];
    }
  }

  private walk(): void {
    const { x, y, start, columns, sortedX, sortedY, sideM } = this;
    for (let k = 0; k < x.length; k++) {
      const [px, py] = [sortedX[k], sortedY[k]];
      const first = (Math.floor(py / CELL_M) + 2) * columns + Math.floor(px / CELL_M) + 2;
      const wishX = sideM + 10 - px;
      const wishY = sideM / 2 - py;
      const wish = 1 / Math.sqrt(wishX * wishX + wishY * wishY);
      let ex = wishX * wish;
      let ey = wishY * wish;
      for (let row = -2; row <= 2; row++) {
        const end = start[first + row * columns + 3];
        for (let j = start[first + row * columns - 2]; j < end; j++) {
          const dx = sortedX[j] - px;
          const dy = sortedY[j] - py;
          const d2 = dx * dx + dy * dy;
          if (d2 >= CUT_OFF_M * CUT_OFF_M || d2 === 0) continue;
          const d = Math.sqrt(d2);
          const push = (8 * Math.exp((CONTACT_M - d) * 10)) / d;
          ex -= push * dx;
          ey -= push * dy;
        }
      }
      const length = 1 / Math.sqrt(ex * ex + ey * ey);
      ex *= length;
      ey *= length;
      let gap = FREE_MPS;
      for (let row = -2; row <= 2; row++) {
        const end = start[first + row * columns + 3];
        for (let j = start[first + row * columns - 2]; j < end; j++) {
          const dx = sortedX[j] - px;
          const dy = sortedY[j] - py;
          const d2 = dx * dx + dy * dy;
          if (d2 >= CUT_OFF_M * CUT_OFF_M || d2 === 0) continue;
          if (ex * dx + ey * dy < 0 || Math.abs(ex * dy - ey * dx) > CONTACT_M) continue;
          gap = Math.min(gap, Math.sqrt(d2) - CONTACT_M);
        }
      }
      const stepM = Math.max(0, gap) * STEP_S;
      x[k] = Math.min(sideM - 0.1, Math.max(0.1, px + ex * stepM));
      y[k] = Math.min(sideM - 0.1, Math.max(0.1, py + ey * stepM));
    }
  }
}

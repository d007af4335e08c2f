import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PageReport, ReportPaper } from '../../model/reports/report.ts';
import type { PlacedBlock } from './report-pages.ts';

/** A report that was made in this window, to be looked at, printed and saved. */
export interface MadeReport {
  readonly id: string;
  readonly report: PageReport;
  /** The map as a data URL; null: it did not come. */
  readonly picture: string | null;
  /** Titles of its parts that are left out. */
  readonly omitted: readonly string[];
  /** Titles of its parts in the order in which a person put them; empty: as the report has them. */
  readonly order: readonly string[];
  readonly paper: ReportPaper;
  /** Denominator of the scale of its maps; null: each as large as it needs. */
  readonly mapScale: number | null;
  /** Where its parts stand on paper; empty: it is not laid out yet. */
  readonly layout: readonly PlacedBlock[];
}

/** Which panels are open: a matter of this window alone, so it is not in the twin; the page keeps the open tool in the link. */
export interface PanelsState {
  /** The tool that stands open, by its panel's id; one at a time. */
  tool: string | null;
  /** Other panels that can be opened and closed, by their ids. */
  opened: readonly string[];
  /** What the inspector shows where both a tool is open and something is selected: what came last. */
  front: 'tool' | 'object';
  /** The desk's first card stands while nothing else is inspected, until somebody closes it. */
  isStartOpen: boolean;
  /** Desks that a hand opened in this window, by their ids: a link that opens one wants what it says. */
  entered: readonly string[];
  /** The newest first. */
  reports: readonly MadeReport[];
  /** The report in view, by its id; null: the newest. */
  reportShown: string | null;
  /** The steps of a desk stand in place of what it shows its visitors. */
  isOperated: boolean;
  /** One line for a moment, also read out: a copied link, a failure of the clipboard. */
  notice: string | null;
  openTool(id: string | null): void;
  /** Opens or closes a panel that is no tool. */
  show(id: string, shown: boolean): void;
  bringToFront(front: 'tool' | 'object'): void;
  openStart(isStartOpen: boolean): void;
  enter(desk: string): void;
  /** Puts a report among the outputs and in view; one of the same title is replaced. */
  addReport(report: PageReport, picture: string | null): void;
  showReport(id: string): void;
  /** Leaves a part of a report out, or takes it in again. */
  omitPart(id: string, part: string, isOmitted: boolean): void;
  /** Chooses order, paper and scale of a report, or says where its parts stand. */
  setReport(id: string, part: Partial<Pick<MadeReport, 'order' | 'paper' | 'mapScale' | 'layout'>>): void;
  removeReport(id: string): void;
  operate(isOperated: boolean): void;
  notify(notice: string | null): void;
}

export type Panels = StoreApi<PanelsState>;

const newReport = (id: string, report: PageReport, picture: string | null): MadeReport => ({
  id,
  report,
  picture,
  omitted: [],
  order: [],
  paper: report.paper ?? 'A4',
  mapScale: null,
  layout: [],
});

/** The panels of a window with these open at first. */
export function createPanels(opened: readonly string[] = []): Panels {
  return createStore<PanelsState>()((set) => ({
    tool: null,
    opened,
    front: 'tool',
    isStartOpen: true,
    entered: [],
    reports: [],
    reportShown: null,
    isOperated: false,
    notice: null,
    openTool: (tool) => set(tool === null ? { tool } : { tool, front: 'tool' }),
    show: (id, shown) =>
      set(({ opened }) => {
        const others = opened.filter((each) => each !== id);
        return { opened: shown ? [...others, id] : others };
      }),
    bringToFront: (front) => set({ front }),
    openStart: (isStartOpen) => set({ isStartOpen }),
    enter: (desk) => set(({ entered }) => ({ entered: [...entered, desk] })),
    addReport: (report, picture) =>
      set(({ reports }) => {
        const id = report.title;
        const others = reports.filter((each) => each.id !== id);
        return { reports: [newReport(id, report, picture), ...others], reportShown: id };
      }),
    showReport: (reportShown) => set({ reportShown }),
    omitPart: (id, part, isOmitted) =>
      set(({ reports }) => ({
        reports: reports.map((each) => {
          if (each.id !== id) return each;
          const others = each.omitted.filter((title) => title !== part);
          return { ...each, omitted: isOmitted ? [...others, part] : others };
        }),
      })),
    setReport: (id, part) =>
      set(({ reports }) => ({ reports: reports.map((each) => (each.id === id ? { ...each, ...part } : each)) })),
    removeReport: (id) => set(({ reports }) => ({ reports: reports.filter((each) => each.id !== id) })),
    operate: (isOperated) => set({ isOperated }),
    notify: (notice) => set({ notice }),
  }));
}

import { type DragEvent, useMemo, useRef } from 'react';
import type { PageReport, ReportPaper } from '../../../model/reports/report.ts';
import { reportDocument } from '../../../model/reports/report-document.ts';
import { useApp, usePanels } from '../../kit/app-context.tsx';
import { EmptyState, IconButton, Panel } from '../../kit/controls.tsx';
import { formatNumber } from '../../kit/format.ts';
import type { MadeReport } from '../../kit/panels.ts';
import { inOrder, movedTo } from '../../kit/part-order.ts';
import type { PanelProps } from '../../kit/plugin.ts';
import { printDocument } from '../../kit/print-document.ts';
import { saveWorkbook } from '../../kit/report-file.ts';
import {
  blocksOf,
  laidOnPages,
  MARGIN_SIDE_MM,
  MARGIN_TOP_MM,
  type PlacedBlock,
  pagesOfPart,
  REPORT_PAPERS,
} from '../../kit/report-pages.ts';
import { useReportWords } from '../../kit/report-sheet.tsx';
import { useWords } from '../../kit/words.ts';
import { WorkList } from '../../kit/work-list.tsx';

/** The report in view: the one that was chosen, else the newest. */
function useShownReport(): MadeReport | null {
  return usePanels(({ reports, reportShown }) => reports.find(({ id }) => id === reportShown) ?? reports[0] ?? null);
}

/** A report as it goes on paper: without the parts that were left out, in the order that was chosen, on the chosen paper, at the chosen scale. */
function chosenParts({ report, omitted, order, paper, mapScale }: MadeReport): PageReport {
  const isIn = ({ title }: { title: string }) => !omitted.includes(title);
  return {
    ...report,
    paper,
    ...(mapScale === null ? {} : { mapScale }),
    pages: inOrder((report.pages ?? []).filter(isIn), order),
    tables: inOrder(report.tables.filter(isIn), order),
  };
}

/** On the screen a report is a sheet on a table, as wide as the paper and no wider than the place. */
const sheetStyle = (paper: ReportPaper): string => {
  const { widthMm } = REPORT_PAPERS[paper];
  const smaller = widthMm > REPORT_PAPERS.A4.widthMm ? ' zoom: 0.5;' : '';
  return `:root { background: #f2f2ee; } body { box-sizing: border-box; width: ${widthMm}mm; margin: 6mm auto; padding: 14mm ${MARGIN_SIDE_MM}mm 16mm; outline: 0.2mm solid #c9ccd0;${smaller} }`;
};

/** In the map's place: its pages small, and the report as it prints. */
export function ReportPage() {
  const { panels } = useApp();
  const words = useReportWords();
  const made = useShownReport();
  const frame = useRef<HTMLIFrameElement>(null);
  const key = JSON.stringify([made?.id, made?.omitted, made?.order, made?.paper, made?.mapScale, words]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the document is made of is in the key, and its layout is not
  const html = useMemo(() => (made ? reportDocument(chosenParts(made), made.picture, words) : null), [key]);
  if (!made || html === null) return null;
  const { id, paper, layout } = made;
  const measure = () => {
    const laid = frame.current?.contentDocument;
    if (laid?.body) panels.getState().setReport(id, { layout: laidOnPages(blocksOf(laid, paper), paper) });
  };
  const show = (at: number) => {
    const laid = frame.current?.contentDocument;
    const part = layout[at]?.part ?? '';
    const target = [...(laid?.querySelectorAll('[data-part]') ?? [])].find(
      (element) => element.getAttribute('data-part') === part,
    );
    (target ?? laid?.body)?.scrollIntoView();
  };
  return (
    <div className="report-view">
      <Thumbnails made={made} onShow={show} />
      <iframe
        ref={frame}
        className="report-page"
        title={made.report.title}
        srcDoc={html.replace('</style>', `${sheetStyle(paper)}</style>`)}
        onLoad={measure}
      />
    </div>
  );
}

/** The pages of a report, small: what stands on each, as bars of text, pictures and rows. */
function Thumbnails({ made: { layout, paper }, onShow }: { made: MadeReport; onShow: (at: number) => void }) {
  const { t } = useWords();
  const { widthMm, heightMm } = REPORT_PAPERS[paper];
  const pages = Math.max(0, ...layout.map(({ page }) => page));
  return (
    <ol className="report-pages" aria-label={t('report.pages')}>
      {Array.from({ length: Math.min(pages, MAX_THUMBNAILS) }, (_, i) => i + 1).map((page) => (
        <li key={page}>
          <button type="button" onClick={() => onShow(layout.findIndex((block) => block.page === page))}>
            <svg viewBox={`0 0 ${widthMm} ${heightMm}`} aria-hidden="true">
              {layout.map((block, at) =>
                block.page === page ? <Piece key={at} block={block} widthMm={widthMm} /> : null,
              )}
            </svg>
            <span>{formatNumber(page)}</span>
          </button>
        </li>
      ))}
      {pages > 0 && <li className="note">{t('report.pageCount', { count: pages })}</li>}
    </ol>
  );
}

/** More pages than these are told by their number. */
const MAX_THUMBNAILS = 40;

function Piece({ block: { kind, topMm, heightMm }, widthMm }: { block: PlacedBlock; widthMm: number }) {
  const top = topMm + MARGIN_TOP_MM;
  const width = widthMm - 2 * MARGIN_SIDE_MM;
  if (kind === 'picture')
    return (
      <g>
        <rect className="line" x={MARGIN_SIDE_MM} y={top + 2} width={width * 0.6} height="5" />
        <rect className="picture" x={MARGIN_SIDE_MM} y={top + 16} width={width} height={Math.max(8, heightMm - 24)} />
      </g>
    );
  return (
    <rect
      className={kind}
      x={MARGIN_SIDE_MM}
      y={top + 1}
      width={kind === 'text' ? width * 0.6 : width}
      height={Math.max(1.5, heightMm - 3)}
    />
  );
}

/** Reports of this window, what goes into the one in view, and how it leaves the page. */
export function Reports({ onClose }: PanelProps) {
  const { t } = useWords();
  const { panels, report: tell } = useApp();
  const words = useReportWords();
  const made = useShownReport();
  if (!made)
    return (
      <Panel title={t('report.list')} className="tool" onClose={onClose}>
        <EmptyState icon="report">{t('report.none')}</EmptyState>
      </Panel>
    );
  const { removeReport } = panels.getState();
  const { pages = [], tables, signatures } = chosenParts(made);
  const save = () => saveWorkbook(chosenParts(made), words).catch((error: unknown) => tell('report', error));
  const footer = (
    <p className="row-head">
      <button
        type="button"
        className="btn primary"
        onClick={() => printDocument(reportDocument(chosenParts(made), made.picture, words))}
      >
        {t('report.print')}
      </button>
      <button type="button" className="btn" onClick={() => void save()}>
        {t('report.spreadsheet')}
      </button>
      <span className="space" />
      <button type="button" className="btn ghost" onClick={() => removeReport(made.id)}>
        {t('report.remove')}
      </button>
    </p>
  );
  return (
    <Panel title={t('report.list')} className="tool reports" onClose={onClose} footer={footer}>
      <h3>{made.report.title}</h3>
      <p className="note">
        {[
          ...(pages.length > 0 ? [t('report.matters', { count: pages.length })] : []),
          t('report.tables', { count: tables.length }),
          signatures.length > 0 ? t('report.signedBy', { count: signatures.length }) : t('report.unsigned'),
        ].join(' · ')}
      </p>
      <Layout made={made} />
      <Contents made={made} />
      <OtherReports shownId={made.id} />
    </Panel>
  );
}

/** The reports of this window, at the foot of the steps: a press shows one. */
export function MadeReports() {
  const { t } = useWords();
  const { panels } = useApp();
  const reports = usePanels((state) => state.reports);
  const shown = useShownReport();
  const rows = reports.map(({ id, report: { title, signatures } }) => ({
    id,
    name: title,
    note: signatures.length > 0 ? t('report.signedBy', { count: signatures.length }) : t('report.unsigned'),
    mark: signatures.length > 0 ? ('done' as const) : ('waits' as const),
  }));
  return (
    <WorkList
      title={t('report.made.list')}
      rows={rows}
      open={shown?.id ?? null}
      onOpen={(id) => panels.getState().showReport(id)}
    />
  );
}

/** The others again, for a window where the inspector stands over the steps. */
function OtherReports({ shownId }: { shownId: string }) {
  const { t } = useWords();
  const { panels } = useApp();
  const reports = usePanels((state) => state.reports);
  if (reports.length < 2) return null;
  return (
    <section className="part">
      <h3>{t('report.made.list')}</h3>
      <ul className="report-list">
        {reports.map(({ id, report }) => (
          <li key={id}>
            <button type="button" aria-pressed={id === shownId} onClick={() => panels.getState().showReport(id)}>
              {report.title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Parts of a report are ticked and put in order here, each with the pages that it stands on; tables stand behind pages. */
function Contents({ made: { id, report, omitted, order, layout } }: { made: MadeReport }) {
  const { t } = useWords();
  const { panels } = useApp();
  const titlesOf = (parts: readonly { title: string }[]) => [
    ...new Set(inOrder(parts, order).map(({ title }) => title)),
  ];
  const groups = [titlesOf(report.pages ?? []), titlesOf(report.tables)];
  const move = (part: string, target: string) =>
    panels.getState().setReport(id, { order: groups.flatMap((titles) => movedTo(titles, part, target)) });
  const pagesText = (part: string) => {
    const pages = pagesOfPart(layout, part);
    if (!pages) return '';
    const [first, last] = pages.map((page) => formatNumber(page));
    return first === last ? t('report.onPage', { page: first }) : t('report.onPages', { first, last });
  };
  return (
    <section className="part">
      <h3>{t('report.contents')}</h3>
      <p className="report-part">
        <input type="checkbox" checked disabled aria-label={t('report.front')} />
        <span>{t('report.front')}</span>
        <span className="note">{pagesText('')}</span>
      </p>
      {groups.map((titles, group) => (
        <ul key={group} className="report-parts">
          {titles.map((part, at) => (
            <Part
              key={part}
              {...{ part, titles, at, onMove: move }}
              pages={pagesText(part)}
              isIn={!omitted.includes(part)}
              onTick={(isIn) => panels.getState().omitPart(id, part, !isIn)}
            />
          ))}
        </ul>
      ))}
    </section>
  );
}

/** A part that is dragged to another one's place, or moved by its buttons. */
function Part({
  part,
  titles,
  at,
  pages,
  isIn,
  onTick,
  onMove,
}: {
  part: string;
  titles: readonly string[];
  at: number;
  /** On which it stands, in words. */
  pages: string;
  isIn: boolean;
  onTick: (isIn: boolean) => void;
  onMove: (part: string, target: string) => void;
}) {
  const { t } = useWords();
  const isAlone = titles.length < 2;
  const drop = (event: DragEvent) => {
    const moved = event.dataTransfer.getData(PART_TYPE);
    if (!titles.includes(moved)) return;
    event.preventDefault();
    onMove(moved, part);
  };
  return (
    <li
      draggable={!isAlone}
      onDragStart={(event) => event.dataTransfer.setData(PART_TYPE, part)}
      onDragOver={(event) => event.dataTransfer.types.includes(PART_TYPE) && event.preventDefault()}
      onDrop={drop}
    >
      <label className="report-part">
        <input type="checkbox" checked={isIn} onChange={({ currentTarget }) => onTick(currentTarget.checked)} />
        <span>{part}</span>
        <span className="note">{pages}</span>
      </label>
      {!isAlone && (
        <>
          <IconButton
            icon="up"
            label={t('report.partUp', { name: part })}
            onClick={() => onMove(part, titles[Math.max(0, at - 1)])}
          />
          <IconButton
            icon="down"
            label={t('report.partDown', { name: part })}
            onClick={() => onMove(part, titles[Math.min(titles.length - 1, at + 1)])}
          />
        </>
      )}
    </li>
  );
}

/** A dragged part of a report is of this type: files that are dropped on the page are not. */
const PART_TYPE = 'application/x-report-part';

/** Denominators of scales that a plan is drawn at. */
const MAP_SCALES = [500, 1000, 2000, 5000, 10_000];

/** The paper is chosen here, and the scale of maps where the report has any that can be drawn to one. */
function Layout({ made: { id, report, paper, mapScale } }: { made: MadeReport }) {
  const { t } = useWords();
  const { panels } = useApp();
  const { setReport } = panels.getState();
  const hasMaps = report.pages?.some(({ drawings }) => drawings.some(({ atScale }) => atScale)) ?? false;
  return (
    <section className="part report-layout">
      {hasMaps && (
        <label>
          {t('report.mapScale')}
          <select
            value={mapScale ?? ''}
            onChange={({ currentTarget: { value } }) =>
              setReport(id, { mapScale: value === '' ? null : Number(value) })
            }
          >
            <option value="">{t('report.scaleFits')}</option>
            {MAP_SCALES.map((scale) => (
              <option key={scale} value={scale}>
                {`1:${formatNumber(scale)}`}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        {t('report.paper')}
        <select
          value={paper}
          onChange={({ currentTarget: { value } }) => setReport(id, { paper: value === 'A3' ? 'A3' : 'A4' })}
        >
          {(['A4', 'A3'] as const).map((one) => (
            <option key={one} value={one}>
              {t(`report.paper_${one}`)}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}

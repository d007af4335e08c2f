import { useMemo } from 'react';
import { useApp, usePanels } from '../../kit/app-context.tsx';
import { EmptyState, Panel, Switch } from '../../kit/controls.tsx';
import type { MadeReport } from '../../kit/panels.ts';
import type { PanelProps } from '../../kit/plugin.ts';
import { printDocument } from '../../kit/print-document.ts';
import { reportDocument } from '../../kit/report-document.ts';
import { type PageReport, saveWorkbook } from '../../kit/report-file.ts';
import { useReportWords } from '../../kit/report-sheet.tsx';
import { useWords } from '../../kit/words.ts';

/** The report in view: the one that was chosen, else the newest. */
function useShownReport(): MadeReport | null {
  return usePanels(({ reports, reportShown }) => reports.find(({ id }) => id === reportShown) ?? reports[0] ?? null);
}

/** A report without the parts that were left out. */
function chosenParts({ report, omitted }: MadeReport): PageReport {
  const isIn = ({ title }: { title: string }) => !omitted.includes(title);
  return { ...report, pages: (report.pages ?? []).filter(isIn), tables: report.tables.filter(isIn) };
}

/** On the screen a report is a sheet on a table. */
const SHEET_STYLE = `:root { background: #f2f2ee; } body { box-sizing: border-box; max-width: 210mm; margin: 6mm auto; padding: 14mm 12mm 16mm; outline: 0.2mm solid #c9ccd0; }`;

/** In the map's place: the report as it prints. */
export function ReportPage() {
  const words = useReportWords();
  const made = useShownReport();
  const key = JSON.stringify(words);
  const html = useMemo(
    () => (made ? reportDocument(chosenParts(made), made.picture, JSON.parse(key) as typeof words) : null),
    [made, key],
  );
  if (!made || html === null) return null;
  return (
    <iframe
      className="report-page"
      title={made.report.title}
      srcDoc={html.replace('</style>', `${SHEET_STYLE}</style>`)}
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
      <Contents made={made} />
      <OtherReports shownId={made.id} />
    </Panel>
  );
}

/** The reports of this window, where there are several: a press shows one. */
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

/** A switch for each matter and table of a report. */
function Contents({ made: { id, report, omitted } }: { made: MadeReport }) {
  const { t } = useWords();
  const { panels } = useApp();
  const parts = [...(report.pages ?? []), ...report.tables].map(({ title }) => title);
  return (
    <section className="part">
      <h3>{t('report.contents')}</h3>
      {[...new Set(parts)].map((part) => (
        <div key={part} className="field">
          <span>{part}</span>
          <Switch
            label={part}
            on={!omitted.includes(part)}
            onChange={(on) => panels.getState().omitPart(id, part, !on)}
          />
        </div>
      ))}
    </section>
  );
}

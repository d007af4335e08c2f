import { useState } from 'react';
import type { PageReport } from '../../model/reports/report.ts';
import { reportDocument } from '../../model/reports/report-document.ts';
import { dayAndTime } from '../../model/wall-clock.ts';
import { useApp } from './app-context.tsx';
import { printDocument } from './print-document.ts';
import { saveWorkbook } from './report-file.ts';
import { REPORTS } from './reports-tool.ts';
import { useWords } from './words.ts';

/** What every report says first: the city and its data, the shown time, and when it was made. */
export function useReportFacts(): () => PageReport['facts'] {
  const { t, of } = useWords();
  const { twin } = useApp();
  return () => {
    const { city } = twin;
    return [
      [t('report.city'), city.fictional ? `${of(city.name)} · ${t('app.fictional')}` : of(city.name)],
      [t('report.data'), city.inputHash],
      [t('report.time'), dayAndTime(twin.getState().shownTimeMs, city.zone)],
      [t('report.made'), dayAndTime(Date.now(), city.zone)],
    ];
  };
}

/** Words that a report on paper or as a spreadsheet adds to those of its author. */
export function useReportWords() {
  const { t, language } = useWords();
  const signatureHead = [t('report.what'), t('report.who'), t('report.at'), t('report.vouched')];
  return { language, facts: t('report.facts'), signatures: t('report.signatures'), signatureHead };
}

/** A report by one click, among the outputs, on paper (any size, by the browser's own print) or as a spreadsheet. */
export function ReportButtons({ make }: { make: () => PageReport | Promise<PageReport> }) {
  const { t } = useWords();
  const { view, panels, report: tell } = useApp();
  const [isBusy, setBusy] = useState(false);
  const words = useReportWords();
  const use = async (then: (report: PageReport, picture: string | null) => void) => {
    setBusy(true);
    // Tables without a picture are a report still; a picture that never came is reported.
    const picture = await view.photograph(new AbortController().signal).catch((error: unknown) => {
      tell('print', error);
      return null;
    });
    try {
      then(await make(), picture?.toDataURL('image/jpeg', 0.92) ?? null);
    } catch (error) {
      tell('print', error);
    }
    setBusy(false);
  };
  const print = () => use((report, picture) => printDocument(reportDocument(report, picture, words)));
  const keep = () =>
    use((report, picture) => {
      const { addReport, openTool } = panels.getState();
      addReport(report, picture);
      openTool(REPORTS);
    });
  const save = async () => saveWorkbook(await make(), words);
  return (
    <>
      <button type="button" className="btn small" disabled={isBusy} onClick={() => void keep()}>
        {t('report.keep')}
      </button>
      <button type="button" className="btn small" disabled={isBusy} onClick={() => void print()}>
        {t(isBusy ? 'print.taking' : 'report.print')}
      </button>
      <button
        type="button"
        className="btn small"
        onClick={() => void save().catch((error: unknown) => tell('report', error))}
      >
        {t('report.spreadsheet')}
      </button>
    </>
  );
}

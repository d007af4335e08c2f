import { useState } from 'react';
import { useApp } from './app-context.tsx';
import { cityTime, formatTime, isoDate } from './city-time.ts';
import { printDocument } from './print-document.ts';
import { reportDocument } from './report-document.ts';
import { type PageReport, saveWorkbook } from './report-file.ts';
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

/** An instant as a report writes it, in the city's zone. */
export function dayAndTime(ms: number, zone: string): string {
  const time = cityTime(ms, zone);
  return `${isoDate(time)} ${formatTime(time)}`;
}

/** A report by one click, on paper (any size, by the browser's own print) or as a spreadsheet. */
export function ReportButtons({ make }: { make: () => PageReport | Promise<PageReport> }) {
  const { t, language } = useWords();
  const { view, report: tell } = useApp();
  const [isBusy, setBusy] = useState(false);
  const signatures = t('report.signatures');
  const signatureHead = [t('report.what'), t('report.who'), t('report.at'), t('report.vouched')];
  const print = async () => {
    setBusy(true);
    // Tables without a picture are a report still; a picture that never came is reported.
    const picture = await view.photograph(new AbortController().signal).catch((error: unknown) => {
      tell('print', error);
      return null;
    });
    const url = picture?.toDataURL('image/jpeg', 0.92) ?? null;
    try {
      printDocument(reportDocument(await make(), url, { language, signatures, signatureHead }));
    } catch (error) {
      tell('print', error);
    }
    setBusy(false);
  };
  const save = async () => saveWorkbook(await make(), { facts: t('report.facts'), signatures, signatureHead });
  return (
    <>
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

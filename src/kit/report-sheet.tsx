import { useEffect, useRef, useState } from 'react';
import type { Cell } from '../../model/tables/data-table.ts';
import { useApp } from './app-context.tsx';
import { cityTime, formatTime, isoDate } from './city-time.ts';
import { type PageReport, type ReportTable, saveWorkbook } from './report-file.ts';
import { Table } from './table/table.tsx';
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

/** A report and the picture beside it. */
interface PrintedReport {
  report: PageReport;
  picture: string | null;
}

/** A report by one click, on paper (any size, by the browser's own print) or as a spreadsheet. */
export function ReportButtons({ make }: { make: () => PageReport }) {
  const { t } = useWords();
  const { view, report: tell } = useApp();
  const [printed, setPrinted] = useState<PrintedReport | null>(null);
  const [isBusy, setBusy] = useState(false);
  const print = async () => {
    setBusy(true);
    // Tables without a picture are a report still; a picture that never came is told.
    const picture = await view.photograph(new AbortController().signal).catch((error: unknown) => {
      tell('print', error);
      return null;
    });
    setPrinted({ report: make(), picture: picture?.toDataURL('image/jpeg', 0.92) ?? null });
    setBusy(false);
  };
  const words = {
    facts: t('report.facts'),
    signatures: t('report.signatures'),
    signatureHead: [t('report.what'), t('report.who'), t('report.at'), t('report.vouched')],
  };
  const save = () => void saveWorkbook(make(), words).catch((error: unknown) => tell('report', error));
  return (
    <>
      <button type="button" className="btn small" disabled={isBusy} onClick={() => void print()}>
        {t(isBusy ? 'print.taking' : 'report.print')}
      </button>
      <button type="button" className="btn small" onClick={save}>
        {t('report.spreadsheet')}
      </button>
      {printed && <ReportSheet printed={printed} onDone={() => setPrinted(null)} />}
    </>
  );
}

/** On paper alone: a copy that lies beside the page, whose panels scroll and cut off. */
function ReportSheet({ printed: { report, picture }, onDone }: { printed: PrintedReport; onDone: () => void }) {
  const { t, language } = useWords();
  const sheet = useRef<HTMLElement>(null);
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => {
    const copy = sheet.current?.cloneNode(true) as HTMLElement | undefined;
    if (!copy) return;
    const end = () => done.current();
    document.body.append(copy);
    window.addEventListener('afterprint', end);
    const image = copy.querySelector('img');
    const print = () => window.print();
    if (!image || image.complete) print();
    else image.addEventListener('load', print, { once: true });
    return () => {
      window.removeEventListener('afterprint', end);
      copy.remove();
    };
  }, []);
  const { title, facts, tables, signatures } = report;
  return (
    <section ref={sheet} className="print-sheet report-sheet" lang={language}>
      <h1>{title}</h1>
      {picture && <img src={picture} alt="" />}
      <dl>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {tables.map((table) => (
        <section key={table.title}>
          <h2>{table.title}</h2>
          <SheetTable head={table.head} rows={table.rows} />
          {table.note && <p>{table.note}</p>}
        </section>
      ))}
      {signatures.length > 0 && (
        <section>
          <h2>{t('report.signatures')}</h2>
          <SheetTable
            head={[t('report.what'), t('report.who'), t('report.at'), t('report.vouched')]}
            rows={signatures.map(({ what, who, at, vouched }) => [what, who, at, vouched])}
          />
        </section>
      )}
    </section>
  );
}

function SheetTable({ head, rows }: Pick<ReportTable, 'head' | 'rows'>) {
  return (
    <Table
      isPaper
      rows={rows}
      rowKey={(_, at) => at}
      columns={head.map((word, at) => ({ head: word, value: (row: readonly Cell[]) => row[at] ?? null }))}
    />
  );
}

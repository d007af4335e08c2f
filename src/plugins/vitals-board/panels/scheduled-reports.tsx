import { useId, useState } from 'react';
import type { Board, ReportSchedule } from '../../../../model/boards/board.ts';
import type { MadeReport } from '../../../../model/boards/board-report-list.ts';
import { dayAndTime } from '../../../../model/wall-clock.ts';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import { formatFileSize } from '../../../kit/format.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { mayExport } from '../../../twin/account.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { vitalsBoardController } from '../controller.ts';

/** A day with a full night behind it. */
const USUAL_AT = '08:00';
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
/** The list is read anew so often while it stands. */
const READ_MS = 60_000;
const SHOWN_REPORTS = 10;

/** When the hub makes a report of the shared board by itself, and those that it made. */
export function ScheduledReports({ board }: { board: Board }) {
  const { t } = useWords();
  const controller = useController(vitalsBoardController);
  const isLive = useTwin(({ feed }) => feed.kind === 'live');
  const mayRead = useTwin(({ account }) => mayExport(account));
  if (!controller.hub || !isLive) return null;
  return (
    <FormSection title={t('board.scheduled')}>
      <ScheduleFields board={board} />
      {mayRead && <ReportList />}
    </FormSection>
  );
}

function ScheduleFields({ board }: { board: Board }) {
  const { t, language } = useWords();
  const controller = useController(vitalsBoardController);
  const from = useTwin(({ boardFrom }) => boardFrom);
  const { report } = board;
  const put = (next: ReportSchedule | null) => {
    const { report: _, ...bare } = board;
    controller.change(next ? { ...bare, report: next } : bare);
  };
  const of = (every: 'none' | 'day' | 'week', weekday: ReportWeekday, at: string): ReportSchedule | null => {
    if (every === 'none') return null;
    return every === 'day' ? { every, at, language } : { every, weekday, at, language };
  };
  const every = report?.every ?? 'none';
  const weekday = report?.every === 'week' ? report.weekday : 1;
  const at = report?.at ?? USUAL_AT;
  return (
    <>
      <ChoiceField
        label={t('board.every')}
        value={every}
        options={(['none', 'day', 'week'] as const).map((value) => ({ value, label: t(`board.every_${value}`) }))}
        onChange={(value) => put(of(value, weekday, at))}
      />
      {every === 'week' && (
        <ChoiceField
          label={t('board.weekday')}
          value={weekday}
          options={WEEKDAYS.map((value) => ({ value, label: weekdayName(value, language) }))}
          onChange={(value) => put(of(every, value, at))}
        />
      )}
      {every !== 'none' && <TimeField value={at} onChange={(value) => put(of(every, weekday, value))} />}
      <p className="note">
        {t(every !== 'none' && from !== 'shared' ? 'board.scheduleUnshared' : 'board.scheduleNote')}
      </p>
    </>
  );
}

type ReportWeekday = Extract<ReportSchedule, { every: 'week' }>['weekday'];

/** 1 January 2024 was a Monday. */
const weekdayName = (weekday: number, language: 'zh' | 'en'): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, weekday));

function TimeField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('board.at')}</label>
      <input
        id={id}
        type="time"
        required
        value={value}
        onChange={({ currentTarget }) => {
          if (/^\d\d:\d\d$/.test(currentTarget.value)) onChange(currentTarget.value);
        }}
      />
      <span className="unit">{twin.city.zone}</span>
    </div>
  );
}

function ReportList() {
  const { t } = useWords();
  const { twin } = useApp();
  const { hub } = useController(vitalsBoardController);
  const minute = useTwin(({ feedMs }) => Math.floor(feedMs / READ_MS));
  const revision = useTwin(({ boardShared }) => boardShared?.revision ?? 0);
  const [failure, setFailure] = useState<Reason | null>(null);
  const query = useQuery(hub ? `${minute} ${revision}` : null, async () => (hub ? await hub.reports() : null));
  if (query.kind === 'failed') return <ErrorNotice what={t('board.reportsFailed')} reason={query.reason} />;
  const answer = query.kind === 'answered' ? query.answer : null;
  if (!answer || !hub) return null;
  const save = (name: string) => {
    setFailure(null);
    hub.download(name).then(
      (bytes) => saveFile(name, 'application/octet-stream', new Uint8Array(bytes)),
      (error: unknown) => setFailure(failureOf(error)),
    );
  };
  const timeOf = (ms: number) => dayAndTime(ms, twin.city.zone);
  const nameOf = ({ every, dueMs }: MadeReport) => `${t(`board.every_${every}`)} · ${timeOf(dueMs)}`;
  return (
    <>
      {answer.nextMs !== null && <p className="note">{t('board.next', { time: timeOf(answer.nextMs) })}</p>}
      {failure && <ErrorNotice what={t('board.reportsFailed')} reason={failure} />}
      <ul className="board-list" aria-label={t('board.made')}>
        {answer.reports.slice(0, SHOWN_REPORTS).map((report) => (
          <li key={report.files[0].name}>
            <p className="row-head wrap">
              <span>{nameOf(report)}</span>
              {report.isLate && <span className="tag">{t('board.madeLate', { time: timeOf(report.madeMs) })}</span>}
              <span className="space" />
              {report.files.map(({ name, bytes }) => {
                const size = formatFileSize(bytes);
                const kind = name.endsWith('.xlsx') ? 'XLSX' : 'HTML';
                return (
                  <button
                    key={name}
                    type="button"
                    className="link"
                    aria-label={t('board.saveReport', {
                      kind,
                      name: nameOf(report),
                      size: `${size.value} ${size.unit}`,
                    })}
                    onClick={() => save(name)}
                  >
                    {kind}
                  </button>
                );
              })}
            </p>
          </li>
        ))}
      </ul>
      <p className="note">
        {answer.reports.length === 0
          ? t('board.noReports')
          : t('board.kept', { count: answer.reports.length, most: answer.most })}
      </p>
    </>
  );
}

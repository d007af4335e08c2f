import { type FormEvent, useEffect, useId, useState } from 'react';
import { HALL_ORDERS, type HallFacts, type HallOrderKind, parseHalls } from '../../../../model/halls/hall.ts';
import { useApp, useController, useService, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime, isoDate } from '../../../kit/city-time.ts';
import { ErrorNotice, IconButton, Panel } from '../../../kit/controls.tsx';
import { useCopy } from '../../../kit/copy.ts';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { saveCsv } from '../../../kit/run-parts.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { mayManageHalls } from '../../../twin/account.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import { tourController } from '../controller.ts';
import { HALL_KEY } from '../hall/options.ts';
import { csvOfVisits, visitsByDay } from '../hall/visit-sums.ts';

/** 展厅: visits at this machine; and the halls that a hub knows, for an administrator. */
export function HallsPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const isAdministrator = useTwin(({ account }) => mayManageHalls(account));
  const hasHub = useTwin(({ feed }) => feed.kind !== 'none');
  return (
    <Panel title={t('halls.title')} className="dock grows halls" onClose={onClose}>
      <p className="note">{t('halls.intro')}</p>
      {isAdministrator ? <Halls /> : <p className="note">{t(hasHub ? 'halls.noRight' : 'halls.noHub')}</p>}
      <OwnVisits />
    </Panel>
  );
}

/** Counts of this browser. */
function OwnVisits() {
  const { t } = useWords();
  const { twin } = useApp();
  const { visits } = useController(tourController);
  const hours = visits.all();
  const heads = ['csvHour', 'takeOvers', 'tours', 'csvZh', 'csvEn'] as const;
  const save = () =>
    saveCsv(
      `visits-${twin.city.id}`,
      csvOfVisits(
        hours,
        heads.map((head) => t(`halls.${head}`)),
      ),
    );
  return (
    <section className="part">
      <h3 className="minor">{t('halls.visits')}</h3>
      {hours.length === 0 ? (
        <p className="note">{t('halls.noVisits')}</p>
      ) : (
        <>
          <Table
            rows={visitsByDay(hours)}
            rowKey={({ day }) => day}
            columns={[
              { head: t('halls.day'), value: ({ day }) => day },
              { head: t('halls.tours'), value: ({ tours }) => tours },
              { head: t('halls.takeOvers'), value: ({ takeOvers }) => takeOvers },
              {
                head: t('halls.languages'),
                cell: ({ zh, en }) => `${formatNumber(zh, 0)} / ${formatNumber(en, 0)}`,
                align: 'end',
              },
            ]}
          />
          <p className="tour-acts">
            <button type="button" className="btn small" onClick={save}>
              {t('halls.saveCsv')}
            </button>
          </p>
        </>
      )}
    </section>
  );
}

const ASK_EVERY_MS = 3000;

/** As the hub tells them, asked again while the panel is open. */
function Halls() {
  const { t } = useWords();
  const session = useService(ACCOUNT_SESSION);
  const reasonOf = useErrorText();
  const [halls, setHalls] = useState<readonly HallFacts[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again at once
  useEffect(() => {
    let isOpen = true;
    const ask = () =>
      session.get('halls').then(
        (answer) => {
          if (!isOpen) return;
          setHalls(parseHalls(answer));
        },
        (error: unknown) => isOpen && setFailure(error),
      );
    void ask();
    const timer = setInterval(ask, ASK_EVERY_MS);
    return () => {
      isOpen = false;
      clearInterval(timer);
    };
  }, [session, round]);
  const run = (work: Promise<unknown>) => {
    setFailure(null);
    work.then(() => setRound((last) => last + 1), setFailure);
  };
  return (
    <>
      {failure !== null && <ErrorNotice what={t('halls.failed')} reason={reasonOf(failure)} />}
      {halls?.length === 0 && <p className="note">{t('halls.none')}</p>}
      {halls?.map((hall) => (
        <HallCard key={hall.id} hall={hall} run={run} />
      ))}
      <NameHall onNamed={() => setRound(round + 1)} />
    </>
  );
}

const pathOf = (id: string) => `halls/${encodeURIComponent(id)}`;

/** How a hall fares, and what it can be told. */
function HallCard({ hall, run }: { hall: HallFacts; run: (work: Promise<unknown>) => void }) {
  const { t } = useWords();
  const session = useService(ACCOUNT_SESSION);
  const [isRemoving, setRemoving] = useState(false);
  const { id, report, isAway, order } = hall;
  const give = (kind: HallOrderKind) => run(session.post(`${pathOf(id)}/orders`, { kind }));
  return (
    <section className="hall-card" aria-label={id}>
      <p className="row-head">
        <b>{id}</b> <span className={`tag ${isAway ? 'danger' : ''}`}>{t(stateKey(hall))}</span>
      </p>
      {report && <HallHealth hall={hall} report={report} />}
      {order && (
        <p className="note" role="status">
          {t(`halls.order_${order.state}`, { order: t(`halls.${order.kind}`) })}
        </p>
      )}
      <p className="tour-acts">
        {HALL_ORDERS.map((kind) => (
          <button key={kind} type="button" className="btn small" onClick={() => give(kind)}>
            {t(`halls.${kind}`)}
          </button>
        ))}
        <button
          type="button"
          className="btn ghost small"
          onClick={() => (isRemoving ? run(session.remove(pathOf(id))) : setRemoving(true))}
        >
          {t(isRemoving ? 'halls.removeSure' : 'halls.remove')}
        </button>
      </p>
    </section>
  );
}

function stateKey({ reportedMs, isAway, report }: HallFacts) {
  if (reportedMs === null) return 'halls.never' as const;
  if (isAway) return 'halls.away' as const;
  return report?.isDark ? ('halls.isDark' as const) : ('halls.on' as const);
}

function HallHealth({ hall: { visits }, report }: { hall: HallFacts; report: NonNullable<HallFacts['report']> }) {
  const { t } = useWords();
  const { zone } = useApp().twin.city;
  const { lastHeal } = report;
  const today = visitsByDay(visits).find(({ day }) => day === isoDate(cityTime(Date.now(), zone)));
  const facts = [
    ['frames', formatNumber(report.frames, 0)],
    ['errors', formatNumber(report.errors, 0)],
    ['heap', report.heapMb === null ? '—' : `${formatNumber(report.heapMb, 0)} MB`],
    ['up', `${formatNumber(report.upS / 3600, 1)} h`],
    ['heals', formatNumber(report.heals, 0)],
    ['tours', formatNumber(today?.tours ?? 0, 0)],
  ] as const;
  return (
    <>
      <p>{t(`halls.state_${report.tour}`, { chapter: report.chapter, chapters: report.chapters })}</p>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name === 'tours' ? `${t('halls.today')} · ${t('halls.tours')}` : t(`halls.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {lastHeal && (
          <div className="wide">
            <dt>{t('halls.lastHeal')}</dt>
            <dd>
              {formatTime(cityTime(lastHeal.atMs, zone))} {t(`halls.cause_${lastHeal.cause}`)} ·{' '}
              {t(`halls.cure_${lastHeal.cure}`)}
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}

/** Gives a hall its name, and the address with its key, which nobody sees again. */
function NameHall({ onNamed }: { onNamed: () => void }) {
  const { t } = useWords();
  const session = useService(ACCOUNT_SESSION);
  const { twin } = useApp();
  const copy = useCopy();
  const reasonOf = useErrorText();
  const field = useId();
  const [link, setLink] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const id = String(new FormData(form).get('id') ?? '').trim();
    setFailure(null);
    session.post('halls', { id }).then((answer) => {
      setLink(hallAddress(twin.city.id, id, answer));
      form.reset();
      onNamed();
    }, setFailure);
  };
  return (
    <form className="part hall-form" onSubmit={submit}>
      <div className="field">
        <label htmlFor={field}>{t('halls.name')}</label>
        <input id={field} name="id" required maxLength={64} autoComplete="off" />
      </div>
      <button type="submit" className="btn small">
        {t('halls.add')}
      </button>
      {failure !== null && <ErrorNotice what={t('halls.failed')} reason={reasonOf(failure)} />}
      {link !== null && (
        <div className="invite-link">
          <label>
            {t('halls.address')}
            <input readOnly value={link} onFocus={({ currentTarget }) => currentTarget.select()} />
          </label>
          <IconButton icon="link" label={t('common.copyLink')} onClick={() => copy(link, 'halls.copyFailed')} />
        </div>
      )}
    </form>
  );
}

/** What stands behind `#` goes to no server and into no log of a proxy. */
function hallAddress(city: string, id: string, answer: unknown): string {
  const key: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'key') : null;
  const query = new URLSearchParams({ city, kiosk: '1', hall: id });
  return `${location.origin}${location.pathname}?${query}#${HALL_KEY}=${String(key)}`;
}

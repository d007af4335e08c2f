import { type FormEvent, useEffect, useState } from 'react';
import { type Command, commandReason, parseCommands } from '../../../../model/commands/commands.ts';
import type { DeviceRule } from '../../../../model/sensors/sensor-kind.ts';
import { useApp, useController, useQuery, useService, useTwin } from '../../../kit/app-context.tsx';
import { useCardSubject } from '../../../kit/card-subject.tsx';
import { EmptyState, Panel } from '../../../kit/controls.tsx';
import { formatNumber, formatUnit, THIN_SPACE } from '../../../kit/format.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { mayConfirmCommands, mayRequestCommands } from '../../../twin/account.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import { feedsController } from '../controller.ts';
import { ageText } from '../sensor-text.ts';

/** Commands are asked for so often by those who may see them; nobody else hears of them. */
const EVERY_MS = 1000;
const MAX_ROWS = 40;
/** A page's intent is good for so long; the hub takes ten minutes at most. */
const GOOD_FOR_MS = 5 * 60_000;

/** All of the day, what waits for a second person first. */
export function CommandsPanel() {
  const { t } = useWords();
  const account = useTwin((state) => state.account);
  const commands = useCommands();
  return (
    <Panel title={t('devices.title')} className="dock grows commands">
      {commands.length === 0 ? (
        <EmptyState icon="report">{t(mayConfirmCommands(account) ? 'devices.none' : 'devices.read')}</EmptyState>
      ) : (
        <ul className="case-list">
          {inOrder(commands)
            .slice(0, MAX_ROWS)
            .map((command) => (
              <CommandRow key={command.id} command={command} />
            ))}
        </ul>
      )}
    </Panel>
  );
}

/** In the card of a device, or of what it serves: what it may be told, and what became of it. */
export function CommandSection() {
  const { id } = useCardSubject().description;
  const { t, of } = useWords();
  const feeds = useController(feedsController);
  const account = useTwin((state) => state.account);
  const isFeedConnected = useTwin(
    (state) => state.feed.kind === 'live' && state.sensors !== null && state.replay === null,
  );
  const commands = useCommands();
  const live = feeds.live();
  if (!isFeedConnected || !live || !mayConfirmCommands(account)) return null;
  const devices = live.ofObject(id).flatMap((sensor) => {
    const rule = feeds.kinds().deviceOf(live.sensors[sensor].kind);
    return rule ? [{ rule, sensor: live.sensors[sensor] }] : [];
  });
  if (devices.length === 0) return null;
  const ids = new Set(devices.map(({ sensor }) => sensor.id));
  return (
    <section className="card-cases">
      <h3 className="minor">{t('devices.title')}</h3>
      <p className="note">{t('devices.simulated')}</p>
      {mayRequestCommands(account) &&
        devices
          .slice(0, MAX_DEVICES)
          .map(({ rule, sensor }) => (
            <IntentForm key={sensor.id} device={sensor.id} name={of(sensor.name)} rule={rule} />
          ))}
      <ul className="case-list">
        {inOrder(commands.filter(({ device }) => ids.has(device)))
          .slice(0, MAX_PER_DEVICE)
          .map((command) => (
            <CommandRow key={command.id} command={command} />
          ))}
      </ul>
    </section>
  );
}

const MAX_DEVICES = 3;
const MAX_PER_DEVICE = 5;

/** Empty for whoever may not confirm, and until the hub has answered. */
function useCommands(): readonly Command[] {
  const session = useService(ACCOUNT_SESSION);
  const may = useTwin((state) => mayConfirmCommands(state.account) && state.replay === null);
  const round = useTwin((state) => Math.floor(state.feedMs / EVERY_MS));
  const queryState = useQuery(may ? `commands ${round}` : null, async () =>
    parseCommands(await session.get('commands')),
  );
  const [commands, keep] = useState<readonly Command[]>([]);
  useEffect(() => {
    if (queryState.kind === 'answered') keep(queryState.answer);
  }, [queryState]);
  return may ? commands : [];
}

function IntentForm({ device, name, rule }: { device: string; name: string; rule: DeviceRule }) {
  const { t } = useWords();
  const reasonOf = useErrorText();
  const { twin, panels } = useApp();
  const session = useService(ACCOUNT_SESSION);
  const { verb, min, max, isCritical } = rule;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fieldsOfForm = new FormData(form);
    const intent = {
      key: crypto.randomUUID(),
      device,
      verb,
      value: Number(fieldsOfForm.get('value')),
      reason: String(fieldsOfForm.get('reason')),
      untilMs: Math.round(twin.getState().feedMs + GOOD_FOR_MS),
    };
    session.post('commands', intent).then(
      () => form.reset(),
      (error: unknown) => panels.getState().notify(t('devices.refusedAsk', { reason: reasonOf(error) })),
    );
  };
  return (
    <form className="case-form" onSubmit={submit} aria-label={`${name} ${t(`devices.${verb}`)}`}>
      <p>
        {name} · {t(`devices.${verb}`)}
        {isCritical && <span className="tag warn">{t('devices.critical')}</span>}
      </p>
      {verb === 'run' ? (
        <label>
          {t('devices.run')}
          <select name="value" defaultValue={max}>
            <option value={max}>{t('devices.on')}</option>
            <option value={min}>{t('devices.off')}</option>
          </select>
        </label>
      ) : (
        <label>
          {t('devices.value', { least: min, most: max, unit: formatUnit(rule.unit) })}
          <input name="value" type="number" required min={min} max={max} step={1} defaultValue={max} />
        </label>
      )}
      <label>
        {t('devices.reason')}
        <input name="reason" required maxLength={500} />
      </label>
      <button type="submit" className="btn primary">
        {t('devices.ask')}
      </button>
    </form>
  );
}

function CommandRow({ command }: { command: Command }) {
  const { t, of } = useWords();
  const reasonOf = useErrorText();
  const { panels } = useApp();
  const session = useService(ACCOUNT_SESSION);
  const account = useTwin((state) => state.account);
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const { id, device, value, reason, askedBy: requester, untilMs, state } = command;
  const isOwn = requester === account?.name;
  const answer = (word: 'confirm' | 'deny') =>
    session
      .post(`commands/${id}/${word}`, {})
      .catch((error: unknown) => panels.getState().notify(t('devices.refusedAsk', { reason: reasonOf(error) })));
  return (
    <li className={`case command ${state.kind}`}>
      <p>
        <span className="mono">{device}</span> {intentText(command, t('devices.on'), t('devices.off'), value)} ·{' '}
        {reason}
      </p>
      <p className="note">
        {t('devices.askedBy', { name: requester })}
        {state.kind === 'waiting' && ` · ${t('devices.left', { time: ageText(untilMs - nowMs) })}`}
        <span className="state">{stateText({ t, of }, state)}</span>
      </p>
      {state.kind === 'waiting' && mayConfirmCommands(account) && (
        <p className="alarm-actions">
          <button
            type="button"
            className="btn primary"
            disabled={isOwn}
            title={isOwn ? t('devices.ownAsk') : undefined}
            onClick={() => answer('confirm')}
          >
            {t('devices.confirm')}
          </button>
          <button type="button" className="btn ghost" onClick={() => answer('deny')}>
            {t('devices.deny')}
          </button>
        </p>
      )}
    </li>
  );
}

function intentText({ verb }: Command, on: string, off: string, value: number): string {
  if (verb === 'run') return value > 0 ? on : off;
  return `${formatNumber(value)}${THIN_SPACE}${verb === 'open' ? formatUnit('deg') : '%'}`;
}

function stateText({ t, of }: Pick<ReturnType<typeof useWords>, 't' | 'of'>, state: Command['state']): string {
  if (state.kind === 'denied') return t('devices.denied', { by: state.by });
  if (state.kind === 'refused' || state.kind === 'unconfirmed')
    return t(`devices.${state.kind}`, { reason: of(commandReason(state.reason)) });
  return t(`devices.${state.kind}`);
}

/** What waits for someone on top, then what went wrong, then the rest, the newest first. */
function inOrder(commands: readonly Command[]): Command[] {
  const rank = ({ state }: Command) => (state.kind === 'waiting' ? 0 : state.kind === 'unconfirmed' ? 1 : 2);
  return [...commands].sort((a, b) => rank(a) - rank(b) || b.untilMs - a.untilMs);
}

import { MarshalOrder } from '../../../../model/questions/crowd.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { Switch } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, FormRow, FormSection, PickField } from '../../../kit/form-fields.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { exitsInReach } from '../crowd-case.ts';
import { nameOf } from '../crowd-names.ts';
import {
  CROWD_PICKER,
  type CrowdCaseFacts,
  type CrowdForm,
  type CrowdPicking,
  type CrowdSiteOptions,
  type ExitOption,
  HOME_PEOPLE,
  SPREAD_PEOPLE,
} from '../slice.ts';

export function CrowdPick({
  what,
  ...rest
}: {
  what: CrowdPicking;
  icon: 'pin' | 'ruler';
  label: string;
  hint: string;
}) {
  const { twin } = useApp();
  const isPicking = useTwin((state) => pickingOf(state, CROWD_PICKER) === what);
  const onPick = (on: boolean) => {
    const { startPicking, endPicking } = twin.getState();
    if (on) startPicking(CROWD_PICKER, what, 'distance', what === 'area' ? 'box' : undefined);
    else endPicking(CROWD_PICKER);
  };
  return <PickField {...rest} isPicking={isPicking} onPick={onPick} />;
}

/** Ways out that are listed by name at most; the others are taken or left by kind. */
const MAX_LISTED = 24;
const KINDS = ['edge', 'exit', 'shelter', 'station'] as const;

/** By kind, and each by name while they are few; those that nobody can walk to are in no run. */
export function Exits({
  form,
  offer,
  leftOut,
}: {
  form: CrowdForm;
  offer: CrowdSiteOptions;
  leftOut: readonly string[];
}) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { changeCrowd } = twin.getState();
  const inReach = exitsInReach(form, offer);
  const take = (ids: readonly string[], on: boolean) => {
    const rest = form.exits.filter((id) => !ids.includes(id));
    changeCrowd({ exits: on ? [...rest, ...ids] : rest });
  };
  return (
    <FormSection title={t('crowd.exits')}>
      {KINDS.map((kind) => {
        const ids = inReach.filter((exit) => exit.kind === kind).map(({ id }) => id);
        if (ids.length === 0) return null;
        const taken = ids.filter((id) => form.exits.includes(id));
        const lost = taken.filter((id) => leftOut.includes(id)).length;
        const label = t(`crowd.exitKinds.${kind}`);
        return (
          <div key={kind} className="field">
            <span>
              {label} <span className="note">{`${taken.length}/${ids.length}`}</span>
              {lost > 0 && <span className="note missing"> {t('crowd.ofWhichLost', { amount: lost })}</span>}
            </span>
            <Switch label={label} on={taken.length > 0} onChange={(on) => take(ids, on)} />
          </div>
        );
      })}
      {inReach.length < offer.exits.length && (
        <p className="note">{t('crowd.outOfReach', { amount: offer.exits.length - inReach.length })}</p>
      )}
      {inReach.length > 0 && inReach.length <= MAX_LISTED && (
        <details>
          <summary className="note">{t('crowd.each')}</summary>
          {inReach.map((exit) => (
            <Tick
              key={exit.id}
              name={nameOf(exit, inReach, of)}
              line={exit}
              isLost={leftOut.includes(exit.id)}
              on={form.exits.includes(exit.id)}
              onChange={(on) => take([exit.id], on)}
            />
          ))}
        </details>
      )}
    </FormSection>
  );
}

function Tick({
  name,
  line,
  isLost = false,
  on,
  onChange,
}: {
  name: string;
  line: ExitOption;
  /** Whether nobody can walk to it. */
  isLost?: boolean;
  on: boolean;
  onChange: (on: boolean) => void;
}) {
  const { t } = useWords();
  const widthM = Math.hypot(line.to[0] - line.from[0], line.to[1] - line.from[1]);
  return (
    <label className="tick">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />
      {name}
      <span className="note">
        {formatNumber(widthM, 1)}
        {THIN_SPACE}m
      </span>
      {isLost && <span className="note missing">{t('crowd.lost')}</span>}
    </label>
  );
}

/** Ways out and barriers that somebody draws, by their two ends. */
export function Lines({ form: { lines } }: { form: CrowdForm }) {
  const { t } = useWords();
  const nameOfLine = useLineNames();
  const { twin } = useApp();
  const { changeCrowd } = twin.getState();
  return (
    <FormSection title={t('crowd.drawn')}>
      {lines.map((line) => (
        <FormRow
          key={line.id}
          title={nameOfLine(line)}
          onRemove={() => changeCrowd({ lines: lines.filter(({ id }) => id !== line.id) })}
        >
          {null}
        </FormRow>
      ))}
      <div className="actions">
        <CrowdPick what="exit" icon="pin" label={t('crowd.pickExit')} hint={t('crowd.pickingLine')} />
        <CrowdPick what="barrier" icon="ruler" label={t('crowd.pickBarrier')} hint={t('crowd.pickingLine')} />
      </div>
    </FormSection>
  );
}

/** Form of the marshals' orders: which people are sent where, and when; what contradicts itself the estimate refuses in words. */
export function Marshals({
  form,
  cases,
  offer,
}: {
  form: CrowdForm;
  cases: readonly CrowdCaseFacts[];
  offer: CrowdSiteOptions | null;
}) {
  const { t } = useWords();
  const { twin } = useApp();
  const { place, orders } = form;
  const written = place.kind === 'case' ? cases.find(({ id }) => id === place.id) : undefined;
  const people = usePopulations(form, written, offer);
  const ways = useWaysOut(form, written, offer);
  const change = (next: readonly MarshalOrder[]) => twin.getState().changeCrowd({ orders: next });
  const changeOne = (at: number, part: Partial<MarshalOrder>) =>
    change(orders.map((order, k) => (k === at ? { ...order, ...part } : order)));
  const canAdd = people.length > 0 && ways.length > 0;
  return (
    <FormSection title={t('crowd.marshals.title')}>
      {orders.map((order, at) => (
        <MarshalRow
          key={at}
          order={order}
          number={at + 1}
          people={people}
          ways={ways}
          onChange={(part) => changeOne(at, part)}
          onRemove={() => change(orders.filter((_, k) => k !== at))}
        />
      ))}
      {orders.length > 0 && <p className="note">{t('crowd.marshals.rule')}</p>}
      <div className="actions">
        <button
          type="button"
          className="btn small"
          disabled={!canAdd}
          onClick={() =>
            change([
              ...orders,
              { population: people[0].value, exit: ways[0].value, fromMin: 0, toMin: form.endMin, followPct: 100 },
            ])
          }
        >
          <Icon name="plus" />
          {t('crowd.marshals.add')}
        </button>
      </div>
    </FormSection>
  );
}

interface NamedOption {
  value: string;
  label: string;
}

const namedByItself = (value: string): NamedOption => ({ value, label: value });

/** What an order names stays to be seen when nobody offers it any more. */
const withOwn = (options: readonly NamedOption[], own: string): readonly NamedOption[] =>
  options.some(({ value }) => value === own) ? options : [...options, namedByItself(own)];

/** Groups of people that can be sent: those of the case file, or those of the form. */
function usePopulations(
  { place, homes, stands: taken }: CrowdForm,
  written: CrowdCaseFacts | undefined,
  offer: CrowdSiteOptions | null,
): NamedOption[] {
  const { t, of } = useWords();
  if (written) return written.populations.map(namedByItself);
  const stands = offer?.stands.filter(({ id }) => taken.some((stand) => stand.id === id)) ?? [];
  return [
    ...(place.kind === 'area' && place.perM2 > 0 ? [{ value: SPREAD_PEOPLE, label: t('crowd.spread') }] : []),
    ...(homes ? [{ value: HOME_PEOPLE, label: t('crowd.homes.title') }] : []),
    ...stands.map((stand) => ({ value: stand.id, label: nameOf(stand, stands, of) })),
  ];
}

/** Ways out that people can be sent to: those of the case file or those that are taken, and those that were drawn. */
function useWaysOut(
  form: CrowdForm,
  written: CrowdCaseFacts | undefined,
  offer: CrowdSiteOptions | null,
): NamedOption[] {
  const { of } = useWords();
  const nameOfLine = useLineNames();
  const taken = offer ? exitsInReach(form, offer).filter(({ id }) => form.exits.includes(id)) : [];
  const drawn = form.lines.filter(({ kind }) => kind === 'exit');
  return [
    ...(written
      ? written.exits.map(namedByItself)
      : taken.map((exit) => ({ value: exit.id, label: nameOf(exit, taken, of) }))),
    ...drawn.map((line) => ({ value: line.id, label: nameOfLine(line) })),
  ];
}

/** Drawn lines by their kind, number and length. */
function useLineNames(): (line: CrowdForm['lines'][number]) => string {
  const { t } = useWords();
  return ({ id, kind, from, to }) =>
    t(`crowd.lines.${kind}`, {
      id: id.slice(kind.length + 1),
      length: formatNumber(Math.hypot(to[0] - from[0], to[1] - from[1]), 1),
    });
}

/** One order of a marshal: who goes where, between which minutes, and how many of them do as they are told. */
function MarshalRow({
  order,
  number,
  people,
  ways,
  onChange,
  onRemove,
}: {
  order: MarshalOrder;
  number: number;
  people: readonly NamedOption[];
  ways: readonly NamedOption[];
  onChange: (part: Partial<MarshalOrder>) => void;
  onRemove: () => void;
}) {
  const { t } = useWords();
  return (
    <FormRow title={t('crowd.marshals.order', { number })} onRemove={onRemove}>
      <ChoiceField
        label={t('crowd.marshals.who')}
        value={order.population}
        options={withOwn(people, order.population)}
        onChange={(population) => onChange({ population })}
      />
      <ChoiceField
        label={t('crowd.marshals.to')}
        value={order.exit}
        options={withOwn(ways, order.exit)}
        onChange={(exit) => onChange({ exit })}
      />
      <Fields
        of={MarshalOrder}
        only={['fromMin', 'toMin', 'followPct']}
        value={order}
        known={{
          fromMin: { max: order.toMin },
          toMin: { min: order.fromMin },
          followPct: { textOf: (pct) => `${formatNumber(pct)}${THIN_SPACE}%` },
        }}
        onChange={onChange}
      />
    </FormRow>
  );
}

export function Gates({ form: { shut }, gates }: { form: CrowdForm; gates: readonly ExitOption[] }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const change = (id: string, on: boolean) =>
    twin.getState().changeCrowd({ shut: on ? [...shut, id] : shut.filter((each) => each !== id) });
  return (
    <FormSection title={t('crowd.gates')}>
      <details open={shut.length > 0}>
        <summary className="note">{t('crowd.shut', { amount: shut.length, all: gates.length })}</summary>
        <div className="ticks">
          {gates.map((gate) => (
            <Tick
              key={gate.id}
              name={nameOf(gate, gates, of)}
              line={gate}
              on={shut.includes(gate.id)}
              onChange={(on) => change(gate.id, on)}
            />
          ))}
        </div>
      </details>
    </FormSection>
  );
}

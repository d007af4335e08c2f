import { Culvert, Gate, OpenRatio, Pump } from '../../../../model/questions/flood.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { FieldControl, Fields } from '../../../kit/fields/fields.tsx';
import { FormRow, FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import type { FloodForm, ScenarioWork } from '../slice.ts';
import { Hour } from './hour.tsx';
import { FloodPick } from './pick.tsx';

type Of<K extends ScenarioWork['kind']> = Extract<ScenarioWork, { kind: K }>;

/** Gates, culverts and pumps of the run's own; what else an opened case builds is named and can be left out. */
export function FloodDevices({ form, fromH }: { form: FloodForm; fromH: number }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { changeFlood } = twin.getState();
  const { works, endH } = form;
  const change = (changed: ScenarioWork) =>
    changeFlood({ works: works.map((each) => (each.id === changed.id ? changed : each)) });
  return (
    <FormSection title={t('flood.works')}>
      {works.map((work) => (
        <FormRow
          key={work.id}
          title={t(`flood.workName.${work.kind}`, { id: numberOf(work), length: lengthText(work) })}
          onRemove={() => changeFlood({ works: works.filter(({ id }) => id !== work.id) })}
        >
          <DeviceFields work={work} fromH={fromH} endH={endH} onChange={change} />
        </FormRow>
      ))}
      <div className="actions">
        <FloodPick what="gate" icon="ruler" label={t('flood.pickGate')} hint={t('flood.pickingGate')} />
        <FloodPick what="culvert" icon="ruler" label={t('flood.pickCulvert')} hint={t('flood.pickingCulvert')} />
        <FloodPick what="pump" icon="ruler" label={t('flood.pickPump')} hint={t('flood.pickingPump')} />
      </div>
    </FormSection>
  );
}

/** `gate-2` is the second gate; a case's own id stays. */
const numberOf = ({ kind, id }: ScenarioWork): string => (id.startsWith(`${kind}-`) ? id.slice(kind.length + 1) : id);

function lengthText(work: ScenarioWork): string {
  if (!('from' in work) || work.to === null) return '';
  return formatNumber(Math.hypot(work.from[0] - work.to[0], work.from[1] - work.to[1]));
}

interface FieldsProps<W> {
  work: W;
  fromH: number;
  endH: number;
  onChange: (work: ScenarioWork) => void;
}

function DeviceFields({ work, ...rest }: FieldsProps<ScenarioWork>) {
  const { t } = useWords();
  if (work.kind === 'gate') return <GateFields work={work} {...rest} />;
  if (work.kind === 'culvert') return <CulvertFields work={work} {...rest} />;
  if (work.kind === 'pump') return <PumpFields work={work} {...rest} />;
  return <p className="note">{t('flood.workOfCase')}</p>;
}

/** Open as far as that at the start, and from an hour on otherwise; a longer series of a case stays as it is. */
function GateFields({ work, fromH, endH, onChange }: FieldsProps<Of<'gate'>>) {
  const { t } = useWords();
  const { timesH, values } = work.openRatio;
  const isStepped = values.length === 3;
  const series = (first: number, atH: number, then: number) =>
    onChange({
      ...work,
      openRatio: {
        timesH: [0, Math.max(STEP_H, atH), Math.max(STEP_H, atH) + STEP_H],
        values: [first, first, then],
      },
    });
  const slider = (label: string, ratio: number, take: (ratio: number) => void) => (
    <FieldControl of={OpenRatio} label={label} value={ratio} onChange={take} />
  );
  return (
    <>
      <Fields of={Gate} only={['sillM', 'widthM']} value={work} onChange={(part) => onChange({ ...work, ...part })} />
      {!isStepped && values.length > 1 ? (
        <p className="note">{t('flood.gateSeries', { amount: values.length })}</p>
      ) : (
        slider(t('flood.gateOpen'), values[0], (first) =>
          isStepped
            ? series(first, timesH[1], values[2])
            : onChange({ ...work, openRatio: { timesH: [0], values: [first] } }),
        )
      )}
      {values.length === 1 && (
        <div className="actions">
          <button
            type="button"
            className="btn small"
            onClick={() => series(values[0], Math.max(fromH, 1), values[0] > 0 ? 0 : 1)}
          >
            {t('flood.gateChange')}
          </button>
        </div>
      )}
      {isStepped && (
        <>
          <Hour
            label={t('flood.gateFrom')}
            value={timesH[1]}
            min={Math.max(fromH, STEP_H)}
            max={endH}
            onChange={(hour) => series(values[0], hour, values[2])}
          />
          {slider(t('flood.gateThen'), values[2], (then) => series(values[0], timesH[1], then))}
        </>
      )}
    </>
  );
}

/** A gate moves in a minute. */
const STEP_H = 1 / 60;

const CulvertFields = ({ work, onChange }: FieldsProps<Of<'culvert'>>) => (
  <Fields of={Culvert} value={work} onChange={(part) => onChange({ ...work, ...part })} />
);

/** It pours out at its second point; one that leads out of the area pours nowhere. */
function PumpFields({ work, onChange }: FieldsProps<Of<'pump'>>) {
  const { t } = useWords();
  return (
    <>
      <Fields
        of={Pump}
        only={['rateM3ps', 'startM', 'stopM']}
        value={work}
        onChange={(part) => {
          const next = { ...work, ...part };
          onChange({ ...next, stopM: Math.min(next.stopM, next.startM) });
        }}
      />
      {work.to !== null && (
        <div className="actions">
          <button type="button" className="btn small" onClick={() => onChange({ ...work, to: null })}>
            {t('flood.pumpAway')}
          </button>
        </div>
      )}
      {work.to === null && <p className="note">{t('flood.pumpIsAway')}</p>}
    </>
  );
}

import type { AirportShape, HeightLimit } from '../../../../model/scenarios/height-limits.ts';
import { ChoiceField, FormRow, NumberField, TextField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';

type Change = (next: HeightLimit | null) => void;

/** One limit with its numbers; it can be taken away. */
export function LimitRow({ limit, onChange }: { limit: HeightLimit; onChange: Change }) {
  const { t } = useWords();
  return (
    <FormRow title={`${t(`heights.${limit.kind}`)} · ${limit.name}`} onRemove={() => onChange(null)}>
      <TextField
        label={t('heights.name')}
        value={limit.name}
        onChange={(name) => name.trim() !== '' && onChange({ ...limit, name: name.slice(0, 100) })}
      />
      {limit.kind === 'area' && <AreaFields limit={limit} onChange={onChange} />}
      {limit.kind === 'slope' && <SlopeFields limit={limit} onChange={onChange} />}
      {limit.kind === 'airport' && <AirportFields limit={limit} onChange={onChange} />}
    </FormRow>
  );
}

type Of<K extends HeightLimit['kind']> = { limit: Extract<HeightLimit, { kind: K }>; onChange: Change };

function AreaFields({ limit, onChange }: Of<'area'>) {
  const { t } = useWords();
  return (
    <>
      <ChoiceField
        label={t('heights.above')}
        value={limit.above}
        options={[
          { value: 'ground', label: t('heights.aboveGround') },
          { value: 'datum', label: t('heights.aboveDatum') },
        ]}
        onChange={(above) => onChange({ ...limit, above })}
      />
      <NumberField
        label={t('heights.height')}
        unit="m"
        value={limit.heightM}
        min={-500}
        max={9000}
        onChange={(heightM) => onChange({ ...limit, heightM })}
      />
    </>
  );
}

function SlopeFields({ limit, onChange }: Of<'slope'>) {
  const { t } = useWords();
  return (
    <>
      <NumberField
        label={t('heights.elevation')}
        unit="m"
        value={limit.elevationM}
        min={-500}
        max={9000}
        step={0.1}
        onChange={(elevationM) => onChange({ ...limit, elevationM })}
      />
      <NumberField
        label={t('heights.ratio')}
        unit="m"
        value={limit.ratio}
        min={0}
        max={5}
        step={0.01}
        onChange={(ratio) => onChange({ ...limit, ratio })}
      />
      <NumberField
        label={t('heights.depth')}
        unit="m"
        value={limit.depthM}
        min={0}
        max={50_000}
        onChange={(depthM) => onChange({ ...limit, depthM })}
      />
    </>
  );
}

const SHAPE = [
  { name: 'stripBeyondM', unit: 'm', max: 50_000, step: 10 },
  { name: 'stripHalfWidthM', unit: 'm', max: 50_000, step: 10 },
  { name: 'approachDivergenceRatio', unit: '', max: 5, step: 0.01 },
  { name: 'transitionalRatio', unit: '', max: 5, step: 0.001 },
  { name: 'innerRadiusM', unit: 'm', max: 50_000, step: 100 },
  { name: 'innerHeightM', unit: 'm', max: 1000, step: 1 },
  { name: 'conicalRatio', unit: '', max: 5, step: 0.005 },
  { name: 'conicalHeightM', unit: 'm', max: 1000, step: 5 },
] as const;

function AirportFields({ limit, onChange }: Of<'airport'>) {
  const { t } = useWords();
  const { shape, elevationM } = limit;
  const change = (part: Partial<AirportShape>) => onChange({ ...limit, shape: { ...shape, ...part } });
  const changePart = (at: number, part: Partial<AirportShape['approach'][number]>) =>
    change({ approach: shape.approach.map((one, i) => (i === at ? { ...one, ...part } : one)) });
  return (
    <>
      <p className="note">
        <span className="tag unsure">{t('heights.unverified')}</span> {t('heights.unverifiedWhy')}
      </p>
      {([0, 1] as const).map((end) => (
        <NumberField
          key={end}
          label={t('heights.end', { n: end + 1 })}
          unit="m"
          value={elevationM[end]}
          min={-500}
          max={9000}
          step={0.1}
          onChange={(value) =>
            onChange({ ...limit, elevationM: end === 0 ? [value, elevationM[1]] : [elevationM[0], value] })
          }
        />
      ))}
      <details>
        <summary>{t('heights.shape')}</summary>
        {SHAPE.map(({ name, ...bounds }) => (
          <NumberField
            key={name}
            label={t(`heights.${name}`)}
            {...bounds}
            min={name === 'transitionalRatio' || name === 'conicalRatio' ? 0.001 : name === 'innerHeightM' ? 1 : 0}
            value={shape[name]}
            onChange={(value) => change({ [name]: value })}
          />
        ))}
        {shape.approach.flatMap(({ lengthM, ratio }, i) => [
          <NumberField
            key={`length ${i}`}
            label={t('heights.partLength', { n: i + 1 })}
            unit="m"
            value={lengthM}
            min={0}
            max={50_000}
            step={100}
            onChange={(value) => changePart(i, { lengthM: value })}
          />,
          <NumberField
            key={`ratio ${i}`}
            label={t('heights.partRatio', { n: i + 1 })}
            unit=""
            value={ratio}
            min={0}
            max={5}
            step={0.005}
            onChange={(value) => changePart(i, { ratio: value })}
          />,
        ])}
      </details>
    </>
  );
}

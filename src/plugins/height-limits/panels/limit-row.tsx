import { boundsOf } from '../../../../model/questions/field.ts';
import {
  AirportShape,
  ApproachPart,
  AreaLimit,
  type HeightLimit,
  SlopeLimit,
} from '../../../../model/questions/height-limits.ts';
import { judgedAirport } from '../../../../model/rules/city-rules.ts';
import { givesVerdict, standingOf } from '../../../../model/rules/rule-record.ts';
import { useTwin } from '../../../kit/app-context.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { FormRow, NumberField, TextField } from '../../../kit/form-fields.tsx';
import { RuleMark } from '../../../kit/rule-mark.tsx';
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
      {limit.kind === 'area' && (
        <Fields
          of={AreaLimit}
          only={['above', 'heightM']}
          value={limit}
          onChange={(part) => onChange({ ...limit, ...part })}
        />
      )}
      {limit.kind === 'slope' && (
        <Fields
          of={SlopeLimit}
          only={['elevationM', 'ratio', 'depthM']}
          value={limit}
          onChange={(part) => onChange({ ...limit, ...part })}
        />
      )}
      {limit.kind === 'airport' && <AirportFields limit={limit} onChange={onChange} />}
    </FormRow>
  );
}

interface AirportProps {
  limit: Extract<HeightLimit, { kind: 'airport' }>;
  onChange: Change;
}

function AirportFields({ limit, onChange }: AirportProps) {
  const { t } = useWords();
  const { shape, elevationM } = limit;
  const records = useTwin(({ ruleRecords }) => ruleRecords);
  const standing = standingOf(judgedAirport(shape), records);
  const change = (part: Partial<AirportShape>) => onChange({ ...limit, shape: { ...shape, ...part } });
  const changePart = (at: number, part: Partial<AirportShape['approach'][number]>) =>
    change({ approach: shape.approach.map((one, i) => (i === at ? { ...one, ...part } : one)) });
  return (
    <>
      {!givesVerdict(standing) && (
        <p className="note">
          <RuleMark standing={standing} /> {t('heights.unverifiedWhy')}
        </p>
      )}
      {([0, 1] as const).map((end) => (
        <NumberField
          key={end}
          label={t('heights.end', { n: end + 1 })}
          {...boundsOf(SlopeLimit.entries.elevationM)}
          value={elevationM[end]}
          onChange={(value) =>
            onChange({ ...limit, elevationM: end === 0 ? [value, elevationM[1]] : [elevationM[0], value] })
          }
        />
      ))}
      <details>
        <summary>{t('heights.shape')}</summary>
        <Fields of={AirportShape} value={shape} onChange={change} />
        {shape.approach.flatMap(({ lengthM, ratio }, i) => [
          <NumberField
            key={`length ${i}`}
            label={t('heights.partLength', { n: i + 1 })}
            {...boundsOf(ApproachPart.entries.lengthM)}
            value={lengthM}
            onChange={(value) => changePart(i, { lengthM: value })}
          />,
          <NumberField
            key={`ratio ${i}`}
            label={t('heights.partRatio', { n: i + 1 })}
            {...boundsOf(ApproachPart.entries.ratio)}
            value={ratio}
            onChange={(value) => changePart(i, { ratio: value })}
          />,
        ])}
      </details>
    </>
  );
}

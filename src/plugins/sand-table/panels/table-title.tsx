import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { useWords } from '../../../kit/words.ts';
import { homeBlock } from '../../../twin/table-block.ts';

/** The table of the mock-up is so wide: a block's scale follows from it. */
const TABLE_MM = 800;
const CUT_TIMES = 5;

/** The city's name, the scale, and what of the model is drawn and not measured. */
export function TableTitle() {
  const { t, of } = useWords();
  const { city } = useApp().twin;
  const { sizeM } = useTwin((state) => state.tableBlock) ?? homeBlock(city);
  const lacks = useTwin((state) => state.tableLacks);
  const scale = Math.round((sizeM * 1000) / TABLE_MM).toLocaleString('en-US');
  const isDry = lacks.includes('water');
  return (
    <>
      <div className="table-title">
        <h1>{of(city.name)}</h1>
        <p>{t(city.fictional ? 'table.subtitleFictional' : 'table.subtitle', { scale })}</p>
      </div>
      <div className="table-foot">
        <p>{t('table.scale', { mm: TABLE_MM })}</p>
        <p>{t('table.lamp')}</p>
        <p>{t(isDry ? 'table.strataDry' : 'table.strata', { times: CUT_TIMES })}</p>
        {lacks.length > 0 && (
          <p>
            {t('table.lack')}
            {lacks.map((lack) => t(`table.lacks.${lack}`)).join(t('table.between'))}
          </p>
        )}
      </div>
    </>
  );
}

import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { useWords } from '../../../kit/words.ts';
import { WorkList, type WorkRow } from '../../../kit/work-list.tsx';
import { buildController } from '../controller.ts';
import { groupAmount, groupNames } from '../group-text.ts';
import { showClash } from './show-clash.ts';

const MARKS = { fail: 'severe', unsure: 'open', allowed: 'done' } as const;

/** Lists what meets what on the site, as the table has it: a press marks it and flies there. */
export function ClashList() {
  const { t, language } = useWords();
  const app = useApp();
  const { build } = useController(buildController);
  useTwin(({ space }) => (space.kind === 'done' ? space.serial : null));
  const focus = useTwin((state) => state.spaceFocus);
  const rows = (build.review.space()?.groups ?? []).map(
    (group, at): WorkRow => ({
      id: String(at),
      name: groupNames(group, language),
      note: group.title[language],
      figure: groupAmount(group.value, group.unit, t('space.day')),
      mark: MARKS[group.verdict],
    }),
  );
  return (
    <WorkList
      title={t('space.list')}
      rows={rows}
      open={focus === null ? null : String(focus)}
      onOpen={(id) => void showClash(app, build.review, Number(id))}
    />
  );
}

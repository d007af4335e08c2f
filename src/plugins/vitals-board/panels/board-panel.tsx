import { useEffect, useState } from 'react';
import { BOARD_SPANS, type Board, type BoardCard, MAX_CARDS } from '../../../../model/boards/board.ts';
import { OWN_DISTRICTS } from '../../../../model/boards/board-areas.ts';
import { titleOf } from '../../../../model/boards/card-title.ts';
import { useApp, useController, useNarrow, useTwin } from '../../../kit/app-context.tsx';
import { IconButton, Panel, Segmented } from '../../../kit/controls.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { ReportButtons } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';
import { cardNames } from '../card-names.ts';
import { vitalsBoardController } from '../controller.ts';
import { BoardCards } from './board-page.tsx';
import { useBoardReport } from './board-report.ts';
import { CardForm, newCard } from './card-form.tsx';
import { ScheduledReports } from './scheduled-reports.tsx';
import { Sharing, SureButton } from './sharing.tsx';
import { useBoardWords } from './use-board-words.ts';

/** Beside the board: what is on it, in which order, over which span and by which districts. A phone has no page, so the cards stand here. */
export function BoardPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const isNarrow = useNarrow();
  const controller = useController(vitalsBoardController);
  const board = useTwin((state) => state.board);
  useEffect(() => controller.begin(), [controller]);
  return (
    <Panel title={t('board.title')} className="dock grows board-panel" onClose={onClose}>
      {board && (
        <>
          {isNarrow && <BoardCards />}
          <Settings board={board} />
          <CardList board={board} />
          <Sharing />
          <ScheduledReports board={board} />
          <Outputs board={board} />
        </>
      )}
    </Panel>
  );
}

function Settings({ board }: { board: Board }) {
  const { t, of } = useWords();
  const say = useBoardWords();
  const { twin } = useApp();
  const controller = useController(vitalsBoardController);
  const known = useTwin(({ layers }) => layers);
  const areaLayers = twin.city.layers.filter(({ id, kind, count }) => kind === 'area' && count > 0 && id in known);
  const options = [
    { value: '', label: t('board.noSplit') },
    ...(twin.city.facts?.population ? [{ value: OWN_DISTRICTS, label: t('board.ownDistricts') }] : []),
    ...areaLayers.map(({ id, label }) => ({ value: id, label: of(label) })),
  ];
  return (
    <section className="part">
      <p className="note">{t('board.about')}</p>
      <Segmented
        label={say('span')}
        value={board.span}
        options={BOARD_SPANS.map((value) => ({ value, label: say(value) }))}
        onChange={(span) => controller.change({ ...board, span })}
      />
      <ChoiceField
        label={t('board.split')}
        value={board.areas}
        options={options}
        onChange={(areas) => controller.change({ ...board, areas })}
      />
    </section>
  );
}

function CardList({ board }: { board: Board }) {
  const { t, language } = useWords();
  const say = useBoardWords();
  const app = useApp();
  const names = cardNames(app);
  const controller = useController(vitalsBoardController);
  const [openId, open] = useState<string | null>(null);
  const { cards } = board;
  const put = (next: readonly BoardCard[]) => controller.change({ ...board, cards: [...next] });
  const move = (at: number, by: number) => {
    const next = [...cards];
    next.splice(at + by, 0, ...next.splice(at, 1));
    put(next);
  };
  const add = () => {
    const card = newCard(app);
    put([...cards, card]);
    open(card.id);
  };
  return (
    <FormSection title={say('cards')}>
      <ol className="board-list">
        {cards.map((card, i) => {
          const name = titleOf(names, card, language);
          return (
            <li key={card.id}>
              <p className="row-head">
                <button
                  type="button"
                  className="link"
                  aria-expanded={openId === card.id}
                  onClick={() => open(openId === card.id ? null : card.id)}
                >
                  {name}
                </button>
                <span className="space" />
                {i > 0 && <IconButton icon="up" label={t('board.up', { name })} onClick={() => move(i, -1)} />}
                {i < cards.length - 1 && (
                  <IconButton icon="down" label={t('board.down', { name })} onClick={() => move(i, 1)} />
                )}
                <IconButton
                  icon="x"
                  label={t('run.remove', { name })}
                  onClick={() => put(cards.filter((one) => one !== card))}
                />
              </p>
              {openId === card.id && (
                <CardForm card={card} onChange={(next) => put(cards.map((one) => (one === card ? next : one)))} />
              )}
            </li>
          );
        })}
      </ol>
      {cards.length < MAX_CARDS ? (
        <button type="button" className="btn small" onClick={add}>
          {t('board.add')}
        </button>
      ) : (
        <p className="note">{t('board.full', { most: MAX_CARDS })}</p>
      )}
    </FormSection>
  );
}

function Outputs({ board }: { board: Board }) {
  const { t } = useWords();
  const controller = useController(vitalsBoardController);
  const reportOf = useBoardReport();
  return (
    <section className="part">
      <p className="form-actions">
        <ReportButtons make={() => reportOf(board)} />
        <SureButton label={t('board.reset')} sure={t('board.resetSure')} onSure={() => controller.reset()} />
      </p>
    </section>
  );
}

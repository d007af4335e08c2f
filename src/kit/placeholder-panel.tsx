import type { ReactNode } from 'react';
import { EmptyState, Panel } from './controls.tsx';
import type { IconName } from './icons.tsx';
import { useWords } from './words.ts';

/** A panel whose source is not connected yet, and what it will show; `isSpare`: it gives way where there is little room. */
export function PlaceholderPanel({
  title,
  icon,
  text,
  isSpare = false,
}: {
  title: string;
  icon: IconName;
  text: ReactNode;
  isSpare?: boolean;
}) {
  const { t } = useWords();
  return (
    <Panel
      title={title}
      className={`dock${isSpare ? ' spare' : ''}`}
      actions={<span className="tag stale">{t('figures.notConnected')}</span>}
    >
      <EmptyState icon={icon}>{text}</EmptyState>
    </Panel>
  );
}

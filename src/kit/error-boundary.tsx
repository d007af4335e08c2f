import { Component, type ReactNode } from 'react';
import { failureOf, type Reason } from '../twin/failure.ts';
import { ErrorNotice } from './controls.tsx';
import { words } from './words.ts';

/** One panel that breaks shows its error in its place; the others and the picture go on. React offers this to classes only. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { reason: Reason | null }> {
  override state: { reason: Reason | null } = { reason: null };

  static getDerivedStateFromError(error: unknown): { reason: Reason } {
    return { reason: failureOf(error) };
  }

  override render(): ReactNode {
    if (this.state.reason === null) return this.props.children;
    return (
      <div className="panel broken">
        <ErrorNotice what={words.t('common.broken')} reason={this.state.reason} rest={words.t('common.brokenRest')} />
      </div>
    );
  }
}

import type { ReactNode } from 'react';
import { LOGIN_PANEL } from '../twin/login-panel.ts';
import { useOffered } from './app-context.tsx';

/** Leads to logging in, where a panel has nothing to show without it; the words alone where nobody can log in. */
export function LoginButton({ className, children }: { className: string; children: ReactNode }) {
  const login = useOffered(LOGIN_PANEL);
  if (!login) return <span className={className}>{children}</span>;
  return (
    <button type="button" className={className} onClick={login.show}>
      {children}
    </button>
  );
}

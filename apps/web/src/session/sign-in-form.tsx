import { type FormEvent, useState } from 'react';
import { useT } from '../language/translate.ts';
import { sentenceOf } from '../shell/notice-store.ts';
import { loadSystem } from '../trade/system-store.ts';
import { signIn } from './session-store.ts';

/** Name and password. `username` is filled in when a session only has to be renewed. */
export function SignInForm({ username: known = '' }: { username?: string }) {
  const t = useT();
  const [username, setUsername] = useState(known);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    try {
      await signIn(username.trim(), password);
      await loadSystem();
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  }

  return (
    <form className="sign-in-form" onSubmit={submit} data-testid="sign-in">
      <label>
        {t('username')}
        <input
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          required
          // biome-ignore lint/a11y/noAutofocus: the only thing to do on this page is to sign in
          autoFocus={known === ''}
          value={username}
          onChange={(event) => setUsername(event.target.value)}
          data-testid="username"
        />
      </label>
      <label>
        {t('password')}
        <input
          name="password"
          type="password"
          autoComplete="current-password"
          required
          // biome-ignore lint/a11y/noAutofocus: see above
          autoFocus={known !== ''}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          data-testid="password"
        />
      </label>
      {problem !== '' && (
        <p className="problem" role="alert" data-testid="sign-in-problem">
          {problem}
        </p>
      )}
      <button type="submit" className="primary big" disabled={busy} data-testid="sign-in-submit">
        {t('signIn')}
      </button>
    </form>
  );
}

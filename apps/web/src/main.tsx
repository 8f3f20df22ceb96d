import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import { App } from './app.tsx';

createRoot(document.getElementById('root') as HTMLElement).render(<App />);

import { theme as antTheme, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';
import { useSettings } from '../settings/settings-store.ts';

const COLOURS = {
  dark: { colorPrimary: '#4c8dff', colorBgBase: '#121b26', colorBorder: '#34475e', colorBgElevated: '#1a2533' },
  light: { colorPrimary: '#1f66d8', colorBgBase: '#ffffff', colorBorder: '#b9c4d0', colorBgElevated: '#ffffff' },
} as const;

/** Ant Design in the project's colours, day and night. */
export function ConsoleTheme({ children }: { children: ReactNode }) {
  const { language, theme } = useSettings();
  return (
    <ConfigProvider
      locale={language === 'zh' ? zhCN : enUS}
      theme={{
        algorithm: theme === 'dark' ? antTheme.darkAlgorithm : antTheme.defaultAlgorithm,
        token: { ...COLOURS[theme], fontFamily: 'var(--font)', borderRadius: 8, motion: false },
      }}
    >
      {children}
    </ConfigProvider>
  );
}

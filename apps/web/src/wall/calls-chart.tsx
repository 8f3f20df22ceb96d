import { useMemo } from 'react';
import { useT } from '../language/translate.ts';
import { useSettings } from '../settings/settings-store.ts';
import { Chart } from './chart.tsx';

/** Calls in each of the last 60 minutes; the newest is on the right and still filling. */
export function CallsChart({ perMinute }: { perMinute: readonly number[] }) {
  const t = useT();
  const theme = useSettings((settings) => settings.theme);
  const option = useMemo(() => {
    const fontSize = Math.round(window.innerWidth / 130);
    const grid = theme === 'dark' ? '#26364a' : '#d4dbe3';
    return {
      animation: false,
      grid: { left: '2%', right: '1%', top: '8%', bottom: '3%', containLabel: true },
      xAxis: {
        type: 'category',
        data: perMinute.map((_, index) => `${index + 1 - perMinute.length}`),
        axisLabel: { interval: 14, fontSize, color: '#8595a8' },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: grid } },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        splitNumber: 2,
        axisLabel: { fontSize, color: '#8595a8' },
        splitLine: { lineStyle: { color: grid } },
      },
      series: [
        {
          type: 'line',
          data: [...perMinute],
          smooth: 0.3,
          symbol: 'none',
          lineStyle: { width: fontSize / 5, color: '#4c8dff' },
          areaStyle: { color: 'rgba(76,141,255,.22)' },
        },
      ],
    };
  }, [perMinute, theme]);
  return <Chart option={option} label={t('callsPerMinute')} />;
}

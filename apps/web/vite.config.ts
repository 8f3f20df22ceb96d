import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const EDGE = process.env.MUSTER_EDGE ?? 'http://127.0.0.1:8080';
const toEdge = { target: EDGE, changeOrigin: false };

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: {
      '/api': toEdge,
      '/map': toEdge,
      '/socket.io': { ...toEdge, ws: true },
    },
  },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler|zustand)\// },
            { name: 'maplibre', test: /node_modules\/(maplibre-gl|@maplibre|@mapbox)\// },
            { name: 'echarts', test: /node_modules\/(echarts|zrender)\// },
            { name: 'antd', test: /node_modules\/(antd|@ant-design|@rc-component|@emotion)\// },
          ],
        },
      },
    },
  },
});

// Each peer is a page of its own: `vite build <folder>`.
export default {
  base: './',
  build: { target: 'esnext', emptyOutDir: true, chunkSizeWarningLimit: 10_000, reportCompressedSize: false },
}

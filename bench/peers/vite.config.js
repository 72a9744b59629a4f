export default {
  build: { target: 'esnext', chunkSizeWarningLimit: 10_000, reportCompressedSize: false },
}

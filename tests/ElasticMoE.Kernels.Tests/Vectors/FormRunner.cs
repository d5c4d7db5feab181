namespace ElasticMoE.Kernels.Tests.Vectors;

/// <summary>Runs an operation in one form; data is read and overwritten, weights are only read.</summary>
internal delegate void FormRunner(KernelForm form, ReadOnlySpan<float> weights, Span<float> data);

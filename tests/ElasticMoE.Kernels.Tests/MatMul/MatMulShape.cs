namespace ElasticMoE.Kernels.Tests.MatMul;

internal readonly record struct MatMulShape(int Rows, int Outputs, int Inputs);

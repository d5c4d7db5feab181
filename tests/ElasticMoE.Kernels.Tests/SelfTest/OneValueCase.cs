using ElasticMoE.Kernels.SelfTest;

namespace ElasticMoE.Kernels.Tests.SelfTest;

/// <summary>An operation whose vector form gives a value of the test's choice.</summary>
internal sealed class OneValueCase(string name, float vectorResult, float scalarResult = 1f) : ISelfTestCase
{
    public string Name => name;

    public KernelOperation Operation { get; } = new(name, KernelForm.Vector256);

    public int OutputLength => 1;

    public void Run(KernelForm form, Span<float> output) => output[0] = form == KernelForm.Scalar ? scalarResult : vectorResult;
}

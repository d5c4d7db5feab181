namespace ElasticMoE.Kernels.Tests.SelfTest;

/// <summary>What the processor offers to this process. <see cref="NarrowProcessorTests"/> runs it with parts of it switched off.</summary>
public sealed class ProcessorTests
{
    internal const string ExpectedForm = "EMOE_TEST_EXPECTED_FORM";

    // An unknown runtime setting is ignored without a word, so the child says which form it really has.
    [Fact]
    public void TheBestFormIsTheOneExpected()
    {
        string best = KernelOperation.WidestWithFma().ToString();
        Assert.Equal(Environment.GetEnvironmentVariable(ExpectedForm) ?? best, best);
    }
}

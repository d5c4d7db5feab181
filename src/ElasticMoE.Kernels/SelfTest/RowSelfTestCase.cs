namespace ElasticMoE.Kernels.SelfTest;

/// <summary>An operation on one row.</summary>
/// <param name="operation">The operation.</param>
/// <param name="body">Overwrites the row by the operation's result; weights are fixed values of the same length.</param>
internal sealed class RowSelfTestCase(KernelOperation operation, RowSelfTestCase.Body body) : ISelfTestCase
{
    // Whole vectors of every width and a rest.
    private const int Length = 70;

    /// <summary>Runs the operation in a form.</summary>
    public delegate void Body(KernelForm form, ReadOnlySpan<float> weights, Span<float> row);

    public string Name => Operation.Name;

    public KernelOperation Operation => operation;

    public int OutputLength => Length;

    public void Run(KernelForm form, Span<float> output)
    {
        var values = new SelfTestValues(4);
        float[] weights = values.Take(Length);
        values.Take(Length).CopyTo(output);
        body(form, weights, output);
    }
}

namespace ElasticMoE.Kernels.SelfTest;

/// <summary>One operation on fixed inputs, run at start in its scalar and its chosen form and compared bit for bit.</summary>
internal interface ISelfTestCase
{
    /// <summary>Stable name of the case; it may say more than the operation's: "matmul.bf16 3x50".</summary>
    string Name { get; }

    /// <summary>The operation that is switched off when the forms differ.</summary>
    KernelOperation Operation { get; }

    /// <summary>Number of floats that <see cref="Run"/> writes.</summary>
    int OutputLength { get; }

    /// <summary>Runs the operation on the case's inputs in the given form and writes all outputs.</summary>
    void Run(KernelForm form, Span<float> output);
}

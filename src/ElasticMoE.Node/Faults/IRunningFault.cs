namespace ElasticMoE.Node.Faults;

/// <summary>A fault that lasts until its time is over or it is disposed.</summary>
internal interface IRunningFault : IDisposable
{
    /// <summary>Waits until its time is over and it has ended.</summary>
    /// <returns>Whether it has.</returns>
    bool WaitForEnd();

    /// <summary>Ends it now, and waits until it has ended.</summary>
    void End();
}

namespace ElasticMoE.Model.Compute;

/// <summary>Where the rows of groups come from, and who hears that they are through; on any thread, of each group once.</summary>
internal interface IFeedForwardRows
{
    /// <summary>Puts a group's rows where its products take them.</summary>
    void MakeReady(in FeedForwardGroup group);

    /// <summary>A group's outputs are there.</summary>
    void Finished(in FeedForwardGroup group);
}

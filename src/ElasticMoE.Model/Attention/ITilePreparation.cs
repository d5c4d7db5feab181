namespace ElasticMoE.Model.Attention;

/// <summary>Makes a tile's queries ready and writes its keys and values to the cache, on the thread that then takes it through attention.</summary>
internal interface ITilePreparation
{
    /// <summary>Called once for each tile, from several threads.</summary>
    void Prepare(in AttentionTile tile);
}
